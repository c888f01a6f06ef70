package mesh.warren.model.rewrite;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.ResourceKey;

/** What rewriting made of one virtual resource. */
public sealed interface RewriteOutcome {

    /**
     * Safe to share as widely as {@link SymbolicResource#scope} says.
     *
     * @param resource   the canonical bytes with references symbolic
     * @param narrowedBy the field that keeps it from being shared more widely, as {@code full.message.Name.field}; empty in the
     *                   widest scope, and for a cluster of {@link NamespaceView#detached}
     * @param costs      for quotas
     * @param notices    what was changed besides names
     * @param detached   clusters of this virtual Envoy that are called without a downstream connection (side calls such as
     *                   ext_authz, access logs, JWKS): no stamp reaches them, so the caller rewrites each of them with
     *                   {@link NamespaceView#detached} and pins it to the pod's network namespace
     * @param filterKeys names by which routes configure filters ({@code typed_per_filter_config}); they must not name a
     *                   filter that comes by ECDS, whose name is changed
     * @param discoveries what the caller asks the control plane for, and gives in {@link NamespaceView#discovered}: VIRTUAL_HOST
     *                   with the name of a route configuration (subscribe to that name, as Envoy does for VHDS), SCOPED_ROUTES
     *                   with the name {@link Discovered#ALL}. What has come so far is in the resource
     */
    record Accepted(
            SymbolicResource resource, String narrowedBy, Costs costs, List<Notice> notices, SortedSet<ResourceKey> detached,
            SortedSet<String> filterKeys, SortedSet<ResourceKey> discoveries)
            implements RewriteOutcome {}

    /**
     * Not served to Envoy.
     *
     * @param key      its type and name, as far as they could be read
     * @param refusals all of them (at most {@value #MOST}), in the order of the fields; never empty
     */
    record Refused(Optional<ResourceKey> key, List<Refusal> refusals) implements RewriteOutcome {

        /** So many refusals of one resource are listed. */
        public static final int MOST = 1_000;

        public Refused {
            refusals = List.copyOf(refusals);
        }
    }
}
