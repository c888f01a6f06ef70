/**
 * Doors and what they hand connections to: from a pod and rules about addresses to the Listener that Envoy gets. Pure;
 * called by the agent's publishing and by {@code builtin}, on any thread.
 */
package mesh.warren.model.listen;
