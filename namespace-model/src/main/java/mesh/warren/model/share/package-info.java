/**
 * Gives each virtual resource its physical one: what is the same for several virtual Envoys becomes one resource of the
 * shared Envoy (hash-consing, bottom up along {@link mesh.warren.model.xds.ResourceType}). {@link
 * mesh.warren.model.share.Share} is the entrance; it belongs to one thread, and time is passed in.
 */
package mesh.warren.model.share;
