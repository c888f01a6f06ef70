/**
 * The whole agent as a process of its own, with a real Envoy and pods that a real CNI chain makes. One {@link
 * mesh.warren.agent.whole.WholeNode} for each test class, since it takes seconds to start; on the test's thread.
 */
package mesh.warren.agent.whole;
