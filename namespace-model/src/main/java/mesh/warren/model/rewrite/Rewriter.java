package mesh.warren.model.rewrite;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.core.v3.BindConfig;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.api.FieldClass;
import mesh.warren.model.rewrite.RewriteOutcome.Accepted;
import mesh.warren.model.rewrite.RewriteOutcome.Refused;
import mesh.warren.model.rewrite.wire.Malformed;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.symbolic.Template;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/**
 * Rewrites virtual resources: the same input gives the same outcome, always. Never throws for what a tenant sends. May be
 * called from any thread.
 */
public final class Rewriter {

    private final Plans plans;
    private final BindConfig shared;
    /** The last walk's state, for the next one to use again. */
    private final AtomicReference<Walk> spare = new AtomicReference<>();

    /**
     * @param table  what to do with each field
     * @param shared how clusters that serve more than one pod open their sockets
     */
    public Rewriter(ApiTable table, BindConfig shared) {
        this.plans = new Plans(table);
        this.shared = shared;
    }

    /** Rewrites the resource of this type URL. */
    public RewriteOutcome rewrite(String typeUrl, byte[] bytes, RewriteContext context) {
        Optional<ResourceType> type = ResourceType.ofUrl(typeUrl);
        if (type.isEmpty()) {
            return new Refused(Optional.empty(), List.of(Refusal.of("", Rule.UNSUPPORTED_TYPE, typeUrl)));
        }
        return rewrite(type.get(), bytes, context);
    }

    /** Rewrites a resource. */
    public RewriteOutcome rewrite(ResourceType type, ByteString bytes, RewriteContext context) {
        return rewrite(type, bytes.toByteArray(), context);
    }

    /**
     * Rewrites a resource.
     *
     * @param bytes the serialised message; not changed, and not kept
     */
    public RewriteOutcome rewrite(ResourceType type, byte[] bytes, RewriteContext context) {
        int most = context.policy().limits().resourceBytes();
        if (bytes.length > most) {
            return refused(null, Refusal.of("", Rule.TOO_LARGE, bytes.length + " bytes, more than " + most));
        }
        MessagePlan message = plans.message(type.message());
        if (message == null) {
            return refused(null, Refusal.of("", Rule.UNSUPPORTED_TYPE, type.message()));
        }
        Walk walk = Optional.ofNullable(spare.getAndSet(null)).orElseGet(() -> new Walk(plans, shared));
        ResourceKey key = null;
        try {
            walk.reset(bytes, context, null);
            key = ownKey(walk, message, type, bytes.length);
            if (key == null) {
                return new Refused(Optional.empty(), walk.report.refusals);
            }
            walk.self = key;
            walk.message(message, 0, bytes.length);
            walk.out.cut();
            return outcome(walk, key);
        } catch (Malformed e) {
            String where = e.getMessage() + " (offset " + e.at() + ")";
            return refused(key, new Refusal(walk.report.path.toString(walk.source), Rule.MALFORMED.id(), where, Rule.MALFORMED.remedy()));
        } finally {
            spare.set(walk);
        }
    }

    private static Refused refused(ResourceKey key, Refusal refusal) {
        return new Refused(Optional.ofNullable(key), List.of(refusal));
    }

    private static RewriteOutcome outcome(Walk walk, ResourceKey key) {
        if (!walk.report.refusals.isEmpty()) {
            return new Refused(Optional.of(key), walk.report.refusals);
        }
        Template template = walk.out.builder.build(walk.source.bytes, key);
        return new Accepted(
                new SymbolicResource(key, walk.scope, template),
                walk.narrowing == null ? "" : walk.narrowing.toString(),
                new Costs(template.size(), Collections.unmodifiableSortedMap(walk.counts())),
                List.copyOf(walk.report.notices),
                copy(walk.detached), copy(walk.filterKeys), copy(walk.discoveries));
    }

    private static <T> SortedSet<T> copy(SortedSet<T> set) {
        return set.isEmpty() ? Collections.emptySortedSet() : Collections.unmodifiableSortedSet(new TreeSet<>(set));
    }

    /** The resource's own name; null, with a refusal, when it has none that can be used. */
    private static ResourceKey ownKey(Walk walk, MessagePlan message, ResourceType type, int length) {
        FieldPlan name = null;
        for (FieldPlan field : message.fields) {
            boolean own = field.rule == FieldClass.NAME && field.api.resource() == type;
            name = own && name == null ? field : name;
        }
        walk.report.path.push();
        try {
            Peek peek = new Peek(walk.source);
            if (name == null || !peek.bytes(name.number, 0, length) || peek.from == peek.to) {
                walk.report.refuse(Rule.NO_NAME, "");
                return null;
            }
            walk.report.path.at(name, 0);
            if (!TenantName.valid(walk.source.bytes, peek.from, peek.to)) {
                walk.report.refuse(Rule.NAME, peek.from, peek.to);
                return null;
            }
            return ResourceKey.of(type, new String(walk.source.bytes, peek.from, peek.to - peek.from, StandardCharsets.UTF_8));
        } finally {
            walk.report.path.pop();
        }
    }
}
