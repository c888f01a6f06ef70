/**
 * The cluster by Kubernetes' API: informers for what the agent uses, trimmed to it. Made and closed by the agent; never asked on the
 * path of a CNI ADD; its own thread {@code kubernetes} calls the listener.
 */
package mesh.warren.agent.kubernetes;
