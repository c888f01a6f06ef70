/**
 * A Kubernetes node without Kubernetes: a network namespace with a bridge, pods made by executing a CNI chain as a container runtime
 * does, and processes in them. The demo, tests and benchmarks call it; a value's methods are for one thread, several pods may be made at once.
 */
package mesh.warren.demo.node;
