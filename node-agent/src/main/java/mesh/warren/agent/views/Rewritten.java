package mesh.warren.agent.views;

import java.util.List;
import java.util.Optional;
import mesh.warren.model.rewrite.RewriteOutcome;
import mesh.warren.model.rewrite.RewriteOutcome.Accepted;
import mesh.warren.model.rewrite.RewriteOutcome.Refused;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.VirtualResource;

/** A resource as it was sent, and what rewriting made of it: one object for all pods that were sent it. Immutable. */
final class Rewritten {

    private final VirtualResource sent;
    private final RewriteOutcome outcome;

    Rewritten(VirtualResource sent, RewriteOutcome outcome) {
        this.sent = sent;
        this.outcome = outcome;
    }

    ResourceKey key() {
        return sent.key();
    }

    VirtualResource sent() {
        return sent;
    }

    Optional<Accepted> accepted() {
        return outcome instanceof Accepted accepted ? Optional.of(accepted) : Optional.empty();
    }

    /** Of one that is accepted. */
    SymbolicResource resource() {
        return accepted().orElseThrow().resource();
    }

    /** Why it is refused, one line each with object, field, rule, value and remedy; empty when it is accepted. */
    List<String> refusals() {
        return outcome instanceof Refused refused
                ? refused.refusals().stream().map(refusal -> sent.key() + ": " + refusal).toList() : List.of();
    }
}
