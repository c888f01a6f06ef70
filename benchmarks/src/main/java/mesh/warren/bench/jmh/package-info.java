/** Microbenchmarks of the namespace model by JMH; run as docs/rewriter-figures.md says, on a machine that does nothing else. */
package mesh.warren.bench.jmh;
