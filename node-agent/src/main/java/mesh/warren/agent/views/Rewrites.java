package mesh.warren.agent.views;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mesh.warren.agent.domain.ControlPlane;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.confine.UpstreamBinding;
import mesh.warren.model.id.Domain;
import mesh.warren.model.rewrite.NamespaceView;
import mesh.warren.model.rewrite.Refusal;
import mesh.warren.model.rewrite.RewriteContext;
import mesh.warren.model.rewrite.RewriteOutcome;
import mesh.warren.model.rewrite.RewriteOutcome.Accepted;
import mesh.warren.model.rewrite.RewriteOutcome.Refused;
import mesh.warren.model.rewrite.Rewriter;
import mesh.warren.model.rewrite.Rule;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.VirtualResource;

/** Rewrites what control planes send: the same bytes from one control plane once, however many pods are sent them. On the thread {@code views}. */
final class Rewrites {

    private record Sent(Domain domain, ResourceKey key, ByteString content) {}

    private final Memo<Sent, Rewritten> known = new Memo<>();
    private final Rewriter rewriter;

    Rewrites(ApiTable table, String voidPath) {
        this.rewriter = new Rewriter(table, UpstreamBinding.shared(voidPath));
    }

    /** For all pods of the control plane. */
    Rewritten of(ControlPlane plane, VirtualResource resource) {
        return known.of(new Sent(plane.domain(), resource.key(), resource.content()), sent ->
                rewrite(plane, resource, new NamespaceView(plane.identities(), Set.of(), Optional.empty())));
    }

    /**
     * A cluster that is called without a downstream connection: it belongs to one pod.
     *
     * @param detached the names of all such clusters of the pod
     * @param pin      of the pod's network namespace
     */
    Rewritten detached(ControlPlane plane, VirtualResource cluster, Set<String> detached, Path pin) {
        return rewrite(plane, cluster,
                new NamespaceView(plane.identities(), detached, Optional.of(UpstreamBinding.ofPod(pin.toString()))));
    }

    /** How many distinct resources are known. */
    int size() {
        return known.size();
    }

    private Rewritten rewrite(ControlPlane plane, VirtualResource sent, NamespaceView view) {
        RewriteOutcome outcome = rewriter.rewrite(sent.key().type(), sent.content(), new RewriteContext(view, plane.policy()));
        if (outcome instanceof Accepted accepted && !accepted.resource().key().equals(sent.key())) {
            outcome = new Refused(Optional.of(sent.key()), List.of(
                    Refusal.of("", Rule.NAME, "is sent as " + sent.key().name() + " and calls itself " + accepted.resource().key().name())));
        }
        return new Rewritten(sent, outcome);
    }
}
