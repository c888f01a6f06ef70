/**
 * The agent's side of the CNI plugin: a Unix socket on which the container runtime's commands arrive. The agent's start makes
 * a {@link mesh.warren.agent.cni.CniServer}; it calls {@link mesh.warren.agent.cni.PodAttachments} on virtual threads.
 */
package mesh.warren.agent.cni;
