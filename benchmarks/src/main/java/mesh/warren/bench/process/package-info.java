/** What a process of this machine holds and uses, read from {@code /proc} (proc(5)). On any thread. */
package mesh.warren.bench.process;
