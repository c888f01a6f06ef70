package mesh.warren.model.symbolic;

import mesh.warren.model.xds.ResourceKey;

/**
 * A resource of one virtual Envoy after rewriting.
 *
 * @param key   its type and its own (virtual) name
 * @param scope how widely it may be shared
 * @param bytes its content
 */
public record SymbolicResource(ResourceKey key, Scope scope, SymbolicBytes bytes) {}
