/** How a virtual Envoy introduces itself: the pod's own fields, and what the real Envoy is. Immutable; any thread. */
package mesh.warren.agent.upstream.node;
