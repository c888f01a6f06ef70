package mesh.warren.model.rewrite;

import io.envoyproxy.envoy.config.core.v3.BindConfig;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.TreeSet;
import mesh.warren.model.api.FieldClass;
import mesh.warren.model.api.FieldKind;
import mesh.warren.model.api.RefusalKind;
import mesh.warren.model.rewrite.policy.RewritePolicy;
import mesh.warren.model.rewrite.wire.Source;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.xds.ResourceKey;

/**
 * One pass over one resource: reads the fields of each message in canonical order and hands each to the code of its kind.
 * Holds all state of a rewriting; reused for the next one; for one thread at a time.
 */
final class Walk {

    final Source source = new Source();
    final Report report = new Report(source);
    final Output out = new Output(source);
    final FieldOrder order = new FieldOrder(source, report);
    final Plans plans;

    private final NormalOrder normal = new NormalOrder(this);
    private final Numbers numbers = new Numbers(this);
    private final Strings strings = new Strings(this);
    final Messages messages = new Messages(this);
    final Absent absent = new Absent(this);
    private final Clusters clusters;
    final DnsClusters dns = new DnsClusters(this);
    private final Untouched untouched = new Untouched(this);
    private final Discoveries found = new Discoveries(this);
    private final Identity identity = new Identity(this);
    /** What {@link Messages#enter} found out about the message at each depth. */
    private final int[] flags = new int[256];

    /** Above 0 inside of a format string's message: then texts are format strings. */
    int formats;
    RewriteContext context;
    private int deepest;
    ResourceKey self;
    Scope scope;
    /** The field that made the scope as narrow as it is; null in the widest, and for what is detached. */
    FieldPlan narrowing;
    /** Of each kind of cost ({@link Plans#costs}). */
    private final long[] counts;
    final TreeSet<ResourceKey> detached = new TreeSet<>();
    final TreeSet<String> filterKeys = new TreeSet<>();
    final TreeSet<ResourceKey> discoveries = new TreeSet<>();

    /** How clusters that serve more than one pod open their sockets. */
    final BindConfig shared;

    Walk(Plans plans, BindConfig shared) {
        this.plans = plans;
        this.counts = new long[plans.costs().size()];
        this.shared = shared;
        this.clusters = new Clusters(this, shared);
    }

    void reset(byte[] input, RewriteContext with, ResourceKey key) {
        source.reset(input, 4 * (input.length + with.view().discovered().bytes()) + (1 << 20));
        report.reset();
        out.reset();
        formats = 0;
        context = with;
        deepest = with.policy().limits().depth();
        self = key;
        scope = Scope.DOMAIN;
        narrowing = null;
        Arrays.fill(counts, 0);
        detached.clear();
        filterKeys.clear();
        discoveries.clear();
        dns.reset();
        untouched.reset();
    }

    RewritePolicy policy() {
        return context.policy();
    }

    /** Writes the content {@code [from, to)} of a message; the caller has begun it. */
    void message(MessagePlan message, int from, int to) {
        if (report.path.depth() >= deepest) {
            report.refuse(Rule.TOO_DEEP, "more than " + deepest + " messages deep");
            source.at = to;
            return;
        }
        report.path.push();
        int end = to;
        int start = from;
        if (message.special == Special.ROUTES && found.hosts(from, to)) {
            start = found.from();
            end = found.to();
        }
        boolean canonical = order.canonical(message, start, end);
        messages.enter(message, start, end);
        if (canonical) {
            inOrder(message, start, end);
        } else {
            normal.write(message, start, end);
        }
        report.path.pop();
        source.at = to;
    }

    private void inOrder(MessagePlan message, int from, int to) {
        int injected = 0;
        int last = 0;
        int index = 0;
        source.at = from;
        while (source.at < to) {
            int start = source.at;
            int tag = source.tag(to);
            int number = tag >>> 3;
            FieldPlan field = message.field(number);
            if (field == null || !field.takes(tag & 7)) {
                source.skip(tag, to);
                continue;
            }
            if (injected < message.injections.length) {
                injected = absent.before(message, injected, number);
            }
            index = number == last ? index + 1 : 0;
            last = number;
            int value = source.at;
            if (value - start == field.tagSize && tag == field.tag && untouched.field(field, value, to)) {
                out.keep(start, source.at);
            } else {
                field(field, index, start, value, to);
            }
        }
        absent.before(message, injected, Integer.MAX_VALUE);
    }

    /** Writes the field whose tag is at {@code start}, in its normal form; moves behind it. */
    void field(FieldPlan field, int index, int start, int limit) {
        source.at = start;
        source.tag(limit);
        field(field, index, start, source.at, limit);
    }

    private void field(FieldPlan field, int index, int start, int value, int limit) {
        report.path.at(field, index);
        source.at = value;
        if (field.kind == FieldKind.MESSAGE) {
            int length = source.length(limit);
            int content = source.at;
            messages.write(field, start, value, content, content + length);
            source.at = content + length;
        } else if (field.kind == FieldKind.STRING || field.kind == FieldKind.BYTES) {
            int length = source.length(limit);
            int content = source.at;
            source.at = content + length;
            strings.write(field, start, value, content, content + length);
            source.at = content + length;
        } else if (field.packed) {
            numbers.packed(field, start, value, limit);
        } else {
            numbers.write(field, start, value, limit);
        }
    }

    /** Writes a field's tag; keeps the one at {@code [start, end)} when it is canonical. */
    void tag(FieldPlan field, int start, int end) {
        if (end - start == field.tagSize) {
            out.keep(start, end);
        } else {
            out.varint(field.tag & 0xffff_ffffL);
        }
    }

    /** Writes a length-delimited field as it is, but for its tag and length in the shortest form. */
    void copy(FieldPlan field, int start, int prefix, int content, int end) {
        tag(field, start, prefix);
        if (content - prefix == Source.sizeOf(end - content)) {
            out.keep(prefix, end);
        } else {
            out.varint(end - content);
            out.keep(content, end);
        }
        used(field);
    }

    /** Begins the message field whose length is at {@code prefix}. */
    void begin(FieldPlan field, int start, int prefix, int content, int end) {
        tag(field, start, prefix);
        out.keep(prefix, content);
        out.push(prefix, content);
        if (content - prefix != Source.sizeOf(end - content)) {
            out.cut();
        }
    }

    /** Takes note of a field that is written: of its scope. */
    void used(FieldPlan field) {
        narrow(field, field.scope);
    }

    /** The resource is shared this widely at most, because of what the field holds. */
    void narrow(FieldPlan field, Scope most) {
        if (most != Scope.DOMAIN && report.muted == 0) {
            narrowing = most.compareTo(scope) > 0 ? field : narrowing;
            scope = scope.and(most);
        }
    }

    /** Leaves the field out; what is written in place of an absent one is. */
    void drop(FieldPlan field) {
        absent.dropped(field);
    }

    Clusters clusters() {
        return clusters;
    }

    Discoveries found() {
        return found;
    }

    Identity identity() {
        return identity;
    }

    /** What was found out about the message that the walk is in. */
    int flag() {
        return flags[report.path.depth()];
    }

    void flag(int value) {
        flags[report.path.depth()] = value;
    }

    /** Whether the filter that the walk is in comes by ECDS. */
    boolean discovered(FieldPlan name) {
        return name.parent.extensionDiscovery != null && flag() == Messages.DISCOVERED;
    }

    /** Refuses code on a shared Envoy. */
    void code(FieldPlan field, String value) {
        if (!policy().dedicated()) {
            report.refuse(RefusalKind.CODE, value);
        }
    }

    /** The value, or the field's bound when it is beyond. */
    long bounded(FieldPlan field, long value) {
        long bound = field.api.bound();
        boolean floor = field.rule == FieldClass.FLOOR;
        Long other = policy().limits().caps().get(field.toString());
        if (other != null && (policy().dedicated() || (floor ? other > bound : other < bound))) {
            bound = other;
        }
        int beyond = Long.compareUnsigned(value, bound);
        if (floor ? beyond >= 0 : beyond <= 0) {
            return value;
        }
        report.notice((floor ? "raised from " : "lowered from ") + Long.toUnsignedString(value) + " to " + bound);
        return bound;
    }

    void count(FieldPlan field, long more) {
        if (report.muted == 0) {
            counts[field.cost] += more;
        }
    }

    /** What was counted, by the kind of cost. */
    TreeMap<String, Long> counts() {
        TreeMap<String, Long> byKind = new TreeMap<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                byKind.put(plans.costs().get(i), counts[i]);
            }
        }
        return byKind;
    }
}
