/**
 * What the CNI plugin and the agent say to each other: one line of JSON each way on a Unix stream socket, then the
 * connection ends. The plugin and the agent's {@code mesh.warren.agent.cni} call it, on any thread.
 */
package mesh.warren.cni.wire;
