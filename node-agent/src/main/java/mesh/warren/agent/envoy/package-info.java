/**
 * The shared Envoy's process: its folder and bootstrap, its start in the void, its supervision over the life and death of
 * agent and Envoy, and its admin socket. Called by the agent's start and by the status commands, from any thread.
 */
package mesh.warren.agent.envoy;
