/**
 * Which pods have joined Warren on this node, on disk and in memory. Callable from any thread; one thread of its own changes
 * the state and calls the listeners.
 */
package mesh.warren.agent.registry;
