/**
 * Serves the shared Envoy: one delta ADS server on a Unix socket. The publisher calls
 * {@link mesh.warren.agent.downstream.AdsServer#publish}, the CNI server waits on its futures, from any thread; all state
 * of all streams belongs to the server's one event loop, on which observers are called.
 */
package mesh.warren.agent.downstream;
