/**
 * Lanes: pins each pod's doors to a worker thread of Envoy, by a program that the kernel runs for each new connection, and watches
 * what the workers do. Made by the agent's start; one thread, {@code lanes}, owns all of it, and what it found can be asked for on any.
 */
package mesh.warren.agent.lanes;
