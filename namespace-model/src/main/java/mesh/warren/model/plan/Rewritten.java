package mesh.warren.model.plan;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mesh.warren.model.confine.UpstreamBinding;
import mesh.warren.model.rewrite.NamespaceView;
import mesh.warren.model.rewrite.RewriteContext;
import mesh.warren.model.rewrite.RewriteOutcome.Accepted;
import mesh.warren.model.rewrite.RewriteOutcome.Refused;
import mesh.warren.model.rewrite.Rewriter;
import mesh.warren.model.xds.ResourceKey;

/** What rewriting leaves of one sidecar's resources. Used once. */
final class Rewritten {

    private final Rewriter rewriter;
    private final RewriteContext context;
    private final Sidecar sidecar;
    private final Refusals refusals;
    private final Map<ResourceKey, Sent> sent = new LinkedHashMap<>();
    private final Map<ResourceKey, Accepted> accepted = new LinkedHashMap<>();

    private Rewritten(Rewriter rewriter, RewriteContext context, Sidecar sidecar, Refusals refusals) {
        this.rewriter = rewriter;
        this.context = context;
        this.sidecar = sidecar;
        this.refusals = refusals;
    }

    /**
     * The accepted ones by key, in the order in which they were sent.
     *
     * @param pin path of the pod's network namespace
     */
    static Map<ResourceKey, Accepted> of(Rewriter rewriter, RewriteContext context, Sidecar sidecar, String pin, Refusals refusals) {
        Rewritten all = new Rewritten(rewriter, context, sidecar, refusals);
        sidecar.resources().forEach(resource -> all.rewrite(resource, context));
        all.detach(pin);
        return all.accepted;
    }

    private void rewrite(Sent resource, RewriteContext with) {
        switch (rewriter.rewrite(resource.typeUrl(), resource.bytes(), with)) {
            case Accepted fine -> {
                accepted.put(fine.resource().key(), fine);
                sent.put(fine.resource().key(), resource);
            }
            case Refused refused -> {
                refused.key().ifPresent(accepted::remove);
                String name = refused.key().map(key -> key.name().value()).orElse(resource.source());
                refusals.add(sidecar.name(), resource.typeUrl(), name, refused.refusals());
            }
        }
    }

    /** Clusters that are called without a downstream connection, again: each pod gets its own. */
    private void detach(String pin) {
        Set<ResourceKey> keys = new HashSet<>();
        accepted.values().forEach(one -> keys.addAll(one.detached()));
        keys.retainAll(accepted.keySet());
        Set<String> names = new HashSet<>();
        keys.forEach(key -> names.add(key.name().value()));
        NamespaceView view = new NamespaceView(context.view().identities(), names, Optional.of(UpstreamBinding.ofPod(pin)));
        keys.forEach(key -> rewrite(sent.get(key), new RewriteContext(view, context.policy())));
    }
}
