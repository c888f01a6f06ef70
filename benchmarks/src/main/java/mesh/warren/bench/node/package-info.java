/** Benchmarks of a whole node: agent, Envoy and pods as the demo makes them. On the main thread. */
package mesh.warren.bench.node;
