/**
 * Who a pod is: its SPIFFE ID, and the secrets that prove it, as resources of its virtual Envoy. Pure; called by the agent's
 * identity and by {@code builtin}, on any thread.
 */
package mesh.warren.model.identity;
