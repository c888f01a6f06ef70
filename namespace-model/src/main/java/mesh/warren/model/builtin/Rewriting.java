package mesh.warren.model.builtin;

import com.google.protobuf.Message;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.confine.UpstreamBinding;
import mesh.warren.model.rewrite.NamespaceView;
import mesh.warren.model.rewrite.Refusal;
import mesh.warren.model.rewrite.RewriteContext;
import mesh.warren.model.rewrite.policy.RewritePolicy;
import mesh.warren.model.rewrite.RewriteOutcome.Accepted;
import mesh.warren.model.rewrite.RewriteOutcome.Refused;
import mesh.warren.model.rewrite.Rewriter;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.ResourceType;

/**
 * The way of every control plane's resources, taken by the agent's own too: the rewriter makes clusters shareable (binding,
 * limits) and references symbolic.
 */
final class Rewriting {

    private final Rewriter rewriter;
    private final RewriteContext context;

    /** @param certificate the secret that is each pod's own, when there is TLS between pods */
    Rewriting(ApiTable table, String voidPath, Optional<String> certificate) {
        this.rewriter = new Rewriter(table, certificate.isPresent() ? UpstreamBinding.mesh(voidPath) : UpstreamBinding.shared(voidPath));
        this.context = certificate
                .map(name -> new RewriteContext(new NamespaceView(Set.of(name), Set.of(), Optional.empty()), RewritePolicy.DEFAULT))
                .orElse(RewriteContext.DEFAULT);
    }

    /** The agent made what it refuses to others. */
    static final class Refusals extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refusals(ResourceType type, Refused refused) {
            super("its " + type + " is refused: " + refused.refusals().stream().map(Refusal::toString).collect(Collectors.joining("; ")));
        }
    }

    /** @throws Refusals when it is refused */
    SymbolicResource of(ResourceType type, Message message) {
        return switch (rewriter.rewrite(type, Packed.bytes(message), context)) {
            case Accepted accepted -> accepted.resource();
            case Refused refused -> throw new Refusals(type, refused);
        };
    }
}
