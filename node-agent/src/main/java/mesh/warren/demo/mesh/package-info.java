/**
 * Made-up configurations as a mesh's control plane sends them to sidecars, in any size: for tests and benchmarks. Pure, on any thread.
 */
package mesh.warren.demo.mesh;
