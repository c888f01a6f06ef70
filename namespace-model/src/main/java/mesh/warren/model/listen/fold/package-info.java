/**
 * A virtual Envoy's rewritten listeners to its doors' choice of chains and the chains themselves (docs/listeners.md). Pure;
 * called by the agent's views through {@link mesh.warren.model.listen.fold.Folding}, on any thread.
 */
package mesh.warren.model.listen.fold;
