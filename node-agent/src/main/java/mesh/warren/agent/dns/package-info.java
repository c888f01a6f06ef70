/**
 * The DNS relay: the only thing that Envoy reaches in the void. It looks names up as the pods of one tenant would, from one of their
 * network namespaces. Made by the agent; called by {@code views} on any thread, works on its own event loop.
 */
package mesh.warren.agent.dns;
