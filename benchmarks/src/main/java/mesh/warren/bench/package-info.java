/** {@code warren bench}: what Warren costs, measured on real processes. Run by people, never by tests; on the main thread. */
package mesh.warren.bench;
