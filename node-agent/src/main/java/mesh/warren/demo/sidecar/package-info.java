/**
 * The comparison: one Envoy in each pod, as sidecars would be, with the configuration that the shared one has. Called by
 * the demo and by benchmarks, on one thread.
 */
package mesh.warren.demo.sidecar;
