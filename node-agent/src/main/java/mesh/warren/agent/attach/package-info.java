/**
 * How a pod joins and leaves: pin, registry, doors, capture, in this order, and back. Called by {@code agent.cni} on the
 * virtual thread of each call, and by the agent at its start and end.
 */
package mesh.warren.agent.attach;
