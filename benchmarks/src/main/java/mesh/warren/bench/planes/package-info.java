/** Benchmarks of many virtual Envoys on one real control plane, beside plain Envoys on the same one. On the main thread. */
package mesh.warren.bench.planes;
