package mesh.warren.model.rewrite;

import mesh.warren.model.api.FieldClass;
import mesh.warren.model.api.FieldKind;
import mesh.warren.model.api.Verdict;
import mesh.warren.model.rewrite.wire.Source;
import mesh.warren.model.symbolic.Scope;

/** Fields that are messages. */
final class Messages {

    /** Flag of a message that is a filter and comes by ECDS. */
    static final int DISCOVERED = 1;
    /** Of a map entry, the number of its value. */
    private static final int VALUE = 2;

    private final Walk walk;
    private final Peek peek;
    private final Extensions extensions;
    private final Addresses addresses;

    Messages(Walk walk) {
        this.walk = walk;
        this.peek = new Peek(walk.source);
        this.extensions = new Extensions(walk, peek);
        this.addresses = new Addresses(walk, peek);
    }

    Addresses addresses() {
        return addresses;
    }

    /** Looks at a message as a whole before its fields are written. */
    void enter(MessagePlan message, int from, int to) {
        walk.flag(0);
        if (message.extension()) {
            boolean discovered = message.extensionDiscovery != null
                    && peek.bytes(message.extensionDiscovery.number, from, to);
            walk.flag(discovered ? DISCOVERED : 0);
            if (!discovered && !peek.bytes(message.extensionConfig.number, from, to)) {
                String name = peek.bytes(message.extensionName.number, from, to) ? walk.report.text(peek.from, peek.to) : "";
                walk.report.refuse(Rule.MISSING_TYPE, name);
            }
        }
        switch (message.special) {
            case CLUSTER -> {
                walk.dns.enter(from, to);
                walk.clusters().enter();
            }
            case CIRCUIT_BREAKERS -> walk.clusters().enterBreakers(from, to);
            case TLS -> walk.identity().enter(from, to);
            default -> { }
        }
    }

    /** Writes the message field with the content {@code [from, to)}. */
    void write(FieldPlan field, int start, int prefix, int from, int to) {
        if (field.map) {
            walk.report.path.entry(from, to);
            if (field.message.field(VALUE).kind == FieldKind.MESSAGE && !peek.bytes(VALUE, from, to)) {
                complete(field, from, to);
                return;
            }
        }
        if ((field.repeated || field.map) && extensions.stripped(field, from, to)) {
            return;
        }
        if (field.parent.special == Special.CLUSTER && field.number == Clusters.BIND_CONFIG) {
            walk.clusters().bind(field, from, to);
            return;
        }
        switch (field.rule) {
            case ANY -> extensions.any(field, start, prefix, from, to);
            case CONFIG_SOURCE -> ConfigSources.write(walk, peek, field, start, prefix, from, to);
            case DISCOVERY -> walk.found().write(field, from, to);
            case AGENT -> {
                discard(field, from, to);
                walk.report.notice("left out: " + field.api.reason());
                walk.drop(field);
            }
            case DNS -> {
                if (walk.dns.inside()) {
                    nested(field, start, prefix, from, to);
                } else {
                    discard(field, from, to);
                    walk.drop(field);
                }
            }
            case CAP, LIMIT, FLOOR -> bound(field, start, prefix, from, to);
            case FORCE -> force(field, start, prefix, from, to);
            case THRESHOLD -> threshold(field, start, prefix, from, to);
            case REFUSE -> refuse(field, from, to);
            case CODE -> {
                walk.code(field, "");
                nested(field, start, prefix, from, to);
            }
            case TYPED_STRUCT -> walk.report.refuse(Rule.TYPED_STRUCT, "");
            case UNDECIDED -> walk.report.refuse(Rule.UNDECIDED, field.toString());
            case FORMAT -> {
                walk.formats++;
                nested(field, start, prefix, from, to);
                walk.formats--;
            }
            case IDENTITY -> {
                if (walk.identity().lifted()) {
                    discard(field, from, to);
                    walk.report.notice("the own certificate is chosen by the connection's stamp");
                } else {
                    nested(field, start, prefix, from, to);
                }
            }
            case COST -> {
                walk.count(field, 1);
                nested(field, start, prefix, from, to);
            }
            case LISTEN_ADDRESS, UPSTREAM_ADDRESS, BIND_ADDRESS -> {
                addresses.check(field, from, to);
                nested(field, start, prefix, from, to);
            }
            case SOCKET_OPTION -> {
                SocketOptions.check(walk, peek, from, to);
                nested(field, start, prefix, from, to);
            }
            default -> nested(field, start, prefix, from, to);
        }
    }

    /** Writes a map entry that has no value as protobuf does: with an empty one. */
    private void complete(FieldPlan map, int from, int to) {
        Source source = walk.source;
        int start = source.end();
        source.appendVarint(map.tag & 0xffff_ffffL);
        source.appendVarint(to - from + 2L);
        source.append(from, to);
        source.appendVarint(VALUE << 3 | Source.LENGTH);
        source.appendVarint(0);
        walk.field(map, 0, start, source.end());
    }

    /** Writes a message by its own rows. */
    void nested(FieldPlan field, int start, int prefix, int from, int to) {
        MessagePlan message = field.message;
        if (message == null) {
            walk.report.refuse(Rule.UNDECIDED, field.toString());
            return;
        }
        if (message.api.denied() || message.api.verdict() == Verdict.POLICY && !extensions.allowedByPolicy(message)) {
            extensions.refuse(message);
            return;
        }
        walk.used(field);
        walk.begin(field, start, prefix, from, to);
        walk.message(message, from, to);
        walk.out.pop(to);
    }

    /** Looks for what nobody knows in content that is thrown away. */
    void discard(FieldPlan field, int from, int to) {
        if (field.message == null || field.message.api.denied()) {
            return;
        }
        int mark = walk.out.mark();
        Scope scope = walk.scope;
        walk.report.muted++;
        walk.message(field.message, from, to);
        walk.report.muted--;
        walk.scope = scope;
        walk.out.rollback(mark);
    }

    private void refuse(FieldPlan field, int from, int to) {
        boolean flag = field.message != null && field.message.name.equals("google.protobuf.BoolValue") && field.oneof < 0;
        if (flag && peek.number(1, from, to, 0) == 0) {
            discard(field, from, to);
        } else {
            walk.report.refuse(field.api.refusal(), "");
        }
    }

    private void bound(FieldPlan field, int start, int prefix, int from, int to) {
        long value = value(field, from, to);
        long bounded = walk.bounded(field, value);
        if (bounded == value) {
            nested(field, start, prefix, from, to);
        } else {
            discard(field, from, to);
            walk.used(field);
            walk.absent.number(field, bounded);
        }
    }

    private void force(FieldPlan field, int start, int prefix, int from, int to) {
        if (field.forced() == peek.number(1, from, to, 0)) {
            nested(field, start, prefix, from, to);
        } else {
            discard(field, from, to);
            walk.report.notice("set to " + field.api.argument() + ": " + field.api.reason());
            walk.used(field);
            walk.absent.number(field, field.forced());
        }
    }

    private void threshold(FieldPlan field, int start, int prefix, int from, int to) {
        Scope before = walk.scope;
        FieldPlan narrowing = walk.narrowing;
        boolean unlimited = value(field, from, to) >= Clusters.UNLIMITED_IN_EFFECT;
        nested(field, start, prefix, from, to);
        if (unlimited) {
            walk.scope = before;
            walk.narrowing = narrowing;
        }
    }

    /** Of a wrapper its number, of a duration its milliseconds. */
    private long value(FieldPlan field, int from, int to) {
        if (!field.message.name.equals("google.protobuf.Duration")) {
            return peek.number(1, from, to, 0);
        }
        return peek.number(1, from, to, 0) * 1000 + peek.number(2, from, to, 0) / 1_000_000;
    }
}
