/** What a pod's virtual Envoy and its doors may cost the node, and what they do cost. Pure; called by the agent's views, on any thread. */
package mesh.warren.model.quota;
