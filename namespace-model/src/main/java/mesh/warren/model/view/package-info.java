/** What a virtual Envoy is between rewriting and sharing, wherever it came from; made by {@code builtin} and by the agent's views, on any thread. */
package mesh.warren.model.view;
