package mesh.warren.agent.views;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mesh.warren.agent.domain.ControlPlane;
import mesh.warren.agent.policy.TenantTerms;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.confine.UpstreamBinding;
import mesh.warren.model.id.Domain;
import mesh.warren.model.rewrite.DnsRelay;
import mesh.warren.model.rewrite.NamespaceView;
import mesh.warren.model.rewrite.Refusal;
import mesh.warren.model.rewrite.RewriteContext;
import mesh.warren.model.rewrite.RewriteOutcome;
import mesh.warren.model.rewrite.RewriteOutcome.Accepted;
import mesh.warren.model.rewrite.RewriteOutcome.Refused;
import mesh.warren.model.rewrite.Rewriter;
import mesh.warren.model.rewrite.Rule;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.VirtualResource;

/** Rewrites what control planes send: the same bytes from one control plane once, however many pods are sent them. On the thread {@code views}. */
final class Rewrites {

    /**
     * @param resolver for clusters found by DNS; empty for all else
     * @param tenant   of tenants whose policy is not that of all others of the control plane; empty for all else
     */
    private record Sent(Domain domain, ResourceKey key, ByteString content, Optional<DnsRelay> resolver, Optional<TenantTerms> tenant) {}

    private final Memo<Sent, Rewritten> known = new Memo<>();
    private final Rewriter rewriter;

    Rewrites(ApiTable table, String voidPath) {
        this.rewriter = new Rewriter(table, UpstreamBinding.shared(voidPath));
    }

    /**
     * For all pods of the control plane, or, where names are looked up for it, for those that look them up alike.
     *
     * @param terms where names of clusters are looked up, and what the tenant may use
     */
    Rewritten of(ControlPlane plane, VirtualResource resource, PodTerms terms) {
        Optional<DnsRelay> resolver = terms.resolver();
        Optional<TenantTerms> own = terms.tenant().policy(plane.policy()) == plane.policy() ? Optional.empty() : Optional.of(terms.tenant());
        NamespaceView view = new NamespaceView(plane.identities(), Set.of(), Optional.empty());
        Rewritten shared = known.of(new Sent(plane.domain(), resource.key(), resource.content(), Optional.empty(), own),
                sent -> rewrite(plane, terms, resource, view));
        // Most clusters have nothing to do with DNS: those are rewritten without a resolver, and so once for all.
        boolean byDns = resource.key().type() == ResourceType.CLUSTER && shared.accepted().isEmpty() && resolver.isPresent();
        return !byDns ? shared : known.of(new Sent(plane.domain(), resource.key(), resource.content(), resolver, own),
                sent -> rewrite(plane, terms, resource, view.withResolver(resolver.get())));
    }

    /**
     * A cluster that is called without a downstream connection: it belongs to one pod.
     *
     * @param detached the names of all such clusters of the pod
     * @param pin      of the pod's network namespace
     * @param terms    as for {@link #of}
     */
    Rewritten detached(ControlPlane plane, VirtualResource cluster, Set<String> detached, Path pin, PodTerms terms) {
        NamespaceView view = new NamespaceView(plane.identities(), detached, Optional.of(UpstreamBinding.ofPod(pin.toString())));
        return rewrite(plane, terms, cluster, terms.resolver().map(view::withResolver).orElse(view));
    }

    /** How many distinct resources are known. */
    int size() {
        return known.size();
    }

    private Rewritten rewrite(ControlPlane plane, PodTerms terms, VirtualResource sent, NamespaceView view) {
        RewriteOutcome outcome = rewriter.rewrite(sent.key().type(), sent.content(), new RewriteContext(view, terms.tenant().policy(plane.policy())));
        if (outcome instanceof Accepted accepted && !accepted.resource().key().equals(sent.key())) {
            outcome = new Refused(Optional.of(sent.key()), List.of(
                    Refusal.of("", Rule.NAME, "is sent as " + sent.key().name() + " and calls itself " + accepted.resource().key().name())));
        }
        return new Rewritten(sent, outcome);
    }
}
