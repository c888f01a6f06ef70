/**
 * Limits that Envoy keeps but does not read from its configuration: seen in Envoy, compared, put right. Made by the agent; works on
 * its own thread {@code limits}.
 */
package mesh.warren.agent.limits;
