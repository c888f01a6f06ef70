/** Plots as files, for the command line and for benchmarks. Nothing here is loaded by the agent. On any thread. */
package mesh.warren.plot;
