/**
 * A certificate authority with istiod's gRPC API. Asked on the thread {@code identity}; answers come on gRPC's own threads.
 */
package mesh.warren.agent.identity.istio;
