/**
 * The built-in virtual Envoy: what a pod without a control plane gets, made from Services and EndpointSlices with the
 * semantics of kube-proxy. Pure; called by the agent's publishing, on any thread.
 */
package mesh.warren.model.builtin;
