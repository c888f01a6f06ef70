/**
 * From a virtual resource's bytes to canonical bytes with symbolic references, or to refusals: a walk over the wire format
 * by the API table. Pure; {@link mesh.warren.model.rewrite.Rewriter} may be called from any thread.
 */
package mesh.warren.model.rewrite;
