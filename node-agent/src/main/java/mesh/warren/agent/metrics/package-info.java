/**
 * What Prometheus and the kubelet ask: metrics of the agent and, by pod, of Envoy; liveness and readiness. Made by the agent; asks
 * the parts on the HTTP server's threads.
 */
package mesh.warren.agent.metrics;
