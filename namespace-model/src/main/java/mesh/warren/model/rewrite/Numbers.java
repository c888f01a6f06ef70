package mesh.warren.model.rewrite;

import mesh.warren.model.api.ApiEnum;
import mesh.warren.model.api.FieldClass;
import mesh.warren.model.api.FieldKind;
import mesh.warren.model.api.RefusalKind;
import mesh.warren.model.rewrite.wire.Source;

/** Fields that are numbers, truth values or enums. */
final class Numbers {

    private final Walk walk;

    Numbers(Walk walk) {
        this.walk = walk;
    }

    /** Writes the single value at {@code value}; moves behind it. */
    void write(FieldPlan field, int start, int value, int limit) {
        Source source = walk.source;
        long raw = read(field, value, limit);
        int end = source.at;
        long normal = Scalars.normal(field.kind, raw);
        if (normal == 0 && field.implicit) {
            walk.drop(field);
            return;
        }
        long written = judge(field, normal);
        if (written == DROPPED) {
            walk.drop(field);
            return;
        }
        walk.tag(field, start, value);
        if (written == raw && (field.kind.wireType() != Source.VARINT || end - value == Source.sizeOf(raw))) {
            walk.out.keep(value, end);
        } else {
            walk.out.varint(written);
        }
        source.at = end;
    }

    private static final long DROPPED = Long.MIN_VALUE + 1;

    /** What is written for {@code value} by the field's class; {@link #DROPPED} for nothing. */
    private long judge(FieldPlan field, long value) {
        switch (field.rule) {
            case CAP, LIMIT, FLOOR -> {
                walk.used(field);
                return walk.bounded(field, value);
            }
            case FORCE -> {
                if (field.forced() != value) {
                    walk.report.notice("set to " + field.api.argument() + ": " + field.api.reason());
                }
                walk.used(field);
                return field.forced() == 0 && field.implicit ? DROPPED : field.forced();
            }
            case AGENT -> {
                walk.report.notice("left out: " + field.api.reason());
                return DROPPED;
            }
            case DNS -> {
                if (field.parent.special != Special.CLUSTER || field.oneof < 0) {
                    if (!walk.dns.inside()) {
                        return DROPPED;
                    }
                } else if (value == DnsClusters.STRICT_DNS || value == DnsClusters.LOGICAL_DNS) {
                    return dnsType(field, value);
                }
            }
            case REFUSE -> {
                if (value == 0 && field.kind == FieldKind.BOOL && field.oneof < 0) {
                    return DROPPED;
                }
                walk.report.refuse(field.api.refusal(), Long.toString(value));
            }
            case CODE -> walk.code(field, Long.toString(value));
            case UNDECIDED -> walk.report.refuse(Rule.UNDECIDED, field.toString());
            case COST -> walk.count(field, 1);
            default -> { }
        }
        if (field.kind == FieldKind.ENUM) {
            enumeration(field, (int) value);
        }
        walk.used(field);
        return value;
    }

    /** Of a cluster's type. The addresses of LOGICAL_DNS are tried together, by code that crashes when the pod's namespace is gone. */
    private long dnsType(FieldPlan field, long value) {
        String name = field.enumeration().nameOf((int) value);
        if (!walk.dns.inside()) {
            walk.report.refuse(RefusalKind.EGRESS.token(), name, DnsClusters.REMEDY);
            return DROPPED;
        }
        if (value != DnsClusters.STRICT_DNS) {
            walk.report.notice(name + " served as STRICT_DNS: each address is an endpoint");
        }
        return DnsClusters.STRICT_DNS;
    }

    private void enumeration(FieldPlan field, int value) {
        ApiEnum values = field.enumeration();
        if (values == null || values.accepts(value)) {
            return;
        }
        boolean known = values.values().stream().anyMatch(v -> v.number() == value);
        if (known) {
            walk.report.refuse(Rule.REFUSED_VALUE.id(), values.nameOf(value), Rule.REFUSED_VALUE.remedy() + ": " + values.reason());
        } else {
            walk.report.refuse(Rule.UNKNOWN_ENUM, Integer.toString(value));
        }
    }

    private long read(FieldPlan field, int value, int limit) {
        Source source = walk.source;
        source.at = value;
        switch (field.kind.wireType()) {
            case Source.VARINT -> {
                return source.varint(limit);
            }
            case Source.FIXED64 -> {
                source.skip(Source.FIXED64, limit);
                return source.fixed64(value);
            }
            default -> {
                source.skip(Source.FIXED32, limit);
                return source.fixed32(value);
            }
        }
    }

    /** Writes a list of numbers that stands packed in one field; moves behind it. */
    void packed(FieldPlan field, int start, int prefix, int limit) {
        Source source = walk.source;
        int length = source.length(limit);
        int content = source.at;
        int end = content + length;
        if (length == 0) {
            walk.drop(field);
            source.at = end;
            return;
        }
        boolean normal = true;
        for (int at = content; at < end; at = source.at) {
            long raw = read(field, at, end);
            long value = Scalars.normal(field.kind, raw);
            normal &= value == raw && (field.kind.wireType() != Source.VARINT || source.at - at == Source.sizeOf(raw));
            judge(field, value);
        }
        if (normal) {
            walk.copy(field, start, prefix, content, end);
        } else {
            rewritten(field, start, prefix, content, end);
        }
        source.at = end;
    }

    private void rewritten(FieldPlan field, int start, int prefix, int content, int end) {
        Source source = walk.source;
        walk.tag(field, start, prefix);
        walk.out.open();
        for (int at = content; at < end; at = source.at) {
            long raw = read(field, at, end);
            int next = source.at;
            walk.out.varint(Scalars.normal(field.kind, raw));
            source.at = next;
        }
        walk.out.pop(-2);
        walk.used(field);
    }
}
