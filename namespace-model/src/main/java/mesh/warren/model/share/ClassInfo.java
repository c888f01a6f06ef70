package mesh.warren.model.share;

import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.xds.ResourceKey;

/**
 * A share class, for people.
 *
 * @param virtual  its type and what its members' control planes call it
 * @param physical its type and what Envoy calls it
 * @param scope    how widely it may be shared
 * @param members  virtual Envoys served by it
 * @param waiting  those of them that want something else, and wait for the others or for what it refers to
 * @param leaving  former members of which Envoy has not yet acknowledged that they left
 * @param bytes    size of the physical resource
 */
public record ClassInfo(
        ResourceKey virtual, ResourceKey physical, Scope scope, int members, int waiting, int leaving, int bytes) {}
