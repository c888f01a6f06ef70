package mesh.warren.model.rewrite;

import mesh.warren.model.api.FieldClass;
import mesh.warren.model.api.FieldKind;
import mesh.warren.model.rewrite.wire.Malformed;
import mesh.warren.model.rewrite.wire.Source;
import mesh.warren.model.rewrite.wire.Utf8;
import mesh.warren.model.symbolic.Scope;

/**
 * Looks in one pass whether a field, with all that is in it, is written as it is: canonical, and of rows that only copy. Most bytes
 * of most resources are such, and looking is much cheaper than walking. It decides nothing: where it says no, the walk does.
 *
 * <p>A byte is looked at twice at most: inside of a message that was looked at in vain, only what the first look did not reach and
 * what stands before it are looked at again.
 */
final class Untouched {

    private static final int DEEPEST = 12;

    private final Walk walk;
    private final Source source;
    /** Where the last look ended in vain: no message that contains it is looked at again. */
    private int stuck = -1;

    Untouched(Walk walk) {
        this.walk = walk;
        this.source = walk.source;
    }

    void reset() {
        stuck = -1;
    }

    /** Whether rows of this kind can only copy; else the field is for the walk. */
    static boolean quick(FieldPlan field) {
        boolean plain = field.rule == FieldClass.PLAIN || field.rule == FieldClass.WALK || field.rule == FieldClass.UPSTREAM_ADDRESS
                || field.rule == FieldClass.LISTEN_ADDRESS || field.rule == FieldClass.DOOR;
        return plain && field.scope == Scope.DOMAIN && !field.map && !field.packed && field.parent.special == Special.NONE;
    }

    /** Whether a message of this type can be looked at. */
    static boolean quick(MessagePlan message) {
        return message.special == Special.NONE && message.injections.length == 0 && message.extensionConfig == null
                && !message.api.denied() && message.api.verdict() != mesh.warren.model.api.Verdict.POLICY;
    }

    /** Whether the field with the value at {@code value}, its tag in canonical form, is written as it is; moves behind it if so. */
    boolean field(FieldPlan field, int value, int limit) {
        boolean counted = field.rule == FieldClass.COST && field.kind == FieldKind.MESSAGE && !field.map && field.scope == Scope.DOMAIN;
        if (!field.quick && !counted || walk.formats > 0) {
            return false;
        }
        source.at = value;
        if (field.kind != FieldKind.MESSAGE) {
            return scalar(field, limit);
        }
        if (!field.message.quick) {
            return false;
        }
        int length = source.length(limit);
        int end = source.at + length;
        if (source.at <= stuck && stuck < end || source.at - value != Source.sizeOf(length)) {
            return false;
        }
        int depth = walk.report.path.depth();
        if (depth + DEEPEST >= walk.policy().limits().depth()) {
            return false;
        }
        if (whole(field, end - length, end)) {
            if (counted) {
                walk.count(field, 1);
            }
            source.at = end;
            return true;
        }
        stuck = source.at < end ? Math.max(stuck, source.at) : end - 1;
        return false;
    }

    private boolean whole(FieldPlan field, int from, int to) {
        try {
            return content(field.message, to, DEEPEST) && address(field, from, to);
        } catch (Malformed e) {
            return false; // the walk says where
        }
    }

    private boolean address(FieldPlan field, int from, int to) {
        return !field.address && !field.socketAddress || field.rule == FieldClass.WALK || field.rule == FieldClass.DOOR
                || walk.messages.addresses().fine(field, from, to);
    }

    /** The content up to {@code end}; the position is where it ended. */
    private boolean content(MessagePlan message, int end, int left) {
        if (left == 0) {
            return false;
        }
        int last = 0;
        long oneofs = 0;
        while (source.at < end) {
            int start = source.at;
            int tag = source.tag(end);
            FieldPlan field = message.field(tag >>> 3);
            boolean fits = field != null && tag == field.tag && source.at - start == field.tagSize && field.quick
                    && (field.number > last || field.number == last && field.repeated);
            if (!fits) {
                source.at = start;
                return false;
            }
            last = field.number;
            if (field.oneof >= 0) {
                if ((oneofs & 1L << field.oneof) != 0) {
                    source.at = start;
                    return false;
                }
                oneofs |= 1L << field.oneof;
            }
            if (!value(field, end, left)) {
                source.at = Math.min(source.at, end - 1);
                return false;
            }
        }
        return true;
    }

    private boolean value(FieldPlan field, int limit, int left) {
        if (field.kind != FieldKind.MESSAGE) {
            return scalar(field, limit);
        }
        int start = source.at;
        int length = source.length(limit);
        int content = source.at;
        return field.message.quick && content - start == Source.sizeOf(length) && content(field.message, content + length, left - 1)
                && address(field, content, content + length);
    }

    private boolean scalar(FieldPlan field, int limit) {
        int start = source.at;
        switch (field.kind.wireType()) {
            case Source.VARINT -> {
                long raw = source.varint(limit);
                boolean canonical = source.at - start == Source.sizeOf(raw) && Scalars.normal(field.kind, raw) == raw
                        && (raw != 0 || !field.implicit);
                return canonical && (field.kind != FieldKind.ENUM || field.enumeration() != null && field.enumeration().accepts((int) raw));
            }
            case Source.LENGTH -> {
                int length = source.length(limit);
                int content = source.at;
                source.at = content + length;
                return content - start == Source.sizeOf(length) && (length > 0 || !field.implicit)
                        && (field.kind == FieldKind.BYTES || Utf8.valid(source.bytes, content, content + length));
            }
            default -> {
                return false;
            }
        }
    }
}
