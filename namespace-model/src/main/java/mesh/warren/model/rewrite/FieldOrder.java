package mesh.warren.model.rewrite;

import java.util.Arrays;
import mesh.warren.model.rewrite.wire.Source;

/**
 * Looks over the fields of one message, without going into them: whether they stand in canonical order, and which are
 * unknown. Canonical is: by number, no field twice that cannot be, one member of a oneof, lists of numbers packed into one
 * field, map entries by key. It reads tags and lengths only, so that it costs little where nothing is to be done.
 */
final class FieldOrder {

    private final Source source;
    private final Report report;

    FieldOrder(Source source, Report report) {
        this.source = source;
        this.report = report;
    }

    /** Whether the content {@code [from, to)} of {@code message} is in canonical order. Reports unknown fields. */
    boolean canonical(MessagePlan message, int from, int to) {
        boolean canonical = true;
        int last = 0;
        long oneofs = 0;
        int entry = -1;
        source.at = from;
        while (source.at < to) {
            int start = source.at;
            int tag = source.tag(to);
            int number = tag >>> 3;
            FieldPlan field = message.field(number);
            if (field == null || !field.takes(tag & 7)) {
                int value = source.at;
                source.skip(tag, to);
                report.unknown(message, number, tag & 7, field, value, source.at);
                continue;
            }
            canonical &= number >= last && !(number == last && !(field.repeated && !field.packed));
            canonical &= !field.packed || (tag & 7) == Source.LENGTH;
            if (field.oneof >= 0) {
                canonical &= (oneofs & 1L << field.oneof) == 0;
                oneofs |= 1L << field.oneof;
            }
            int value = source.at;
            source.skip(tag, to);
            if (field.map) {
                canonical &= number != last || keysAscend(field, entry, value, to);
                entry = value;
            }
            last = number;
            if (source.at <= start) {
                throw new IllegalStateException("no progress at " + start);
            }
        }
        return canonical;
    }

    private boolean keysAscend(FieldPlan map, int left, int right, int limit) {
        int resume = source.at;
        int order = compareKeys(map, left, right, limit);
        source.at = resume;
        return order < 0;
    }

    /**
     * Compares the keys of two map entries, each given by the position of its length.
     *
     * @return negative, 0 or positive; numbers by their bits, strings by their bytes
     */
    int compareKeys(FieldPlan map, int left, int right, int limit) {
        FieldPlan key = map.message.field(1);
        if (key.kind.wireType() != Source.LENGTH) {
            return Long.compareUnsigned(number(key, left, limit), number(key, right, limit));
        }
        int leftKey = locate(left, limit);
        int leftLength = leftKey < 0 ? 0 : source.length(limit);
        int leftAt = source.at;
        int rightKey = locate(right, limit);
        int rightLength = rightKey < 0 ? 0 : source.length(limit);
        int rightAt = source.at;
        return Arrays.compareUnsigned(
                source.bytes, leftAt, leftAt + leftLength, source.bytes, rightAt, rightAt + rightLength);
    }

    private long number(FieldPlan key, int entry, int limit) {
        int at = locate(entry, limit);
        if (at < 0) {
            return 0;
        }
        return switch (key.kind.wireType()) {
            case Source.VARINT -> Scalars.normal(key.kind, source.varint(limit));
            case Source.FIXED64 -> source.fixed64(at);
            default -> source.fixed32(at);
        };
    }

    /** Moves to the value of the last key in the entry whose length is at {@code entry}; -1 when it has none. */
    private int locate(int entry, int limit) {
        source.at = entry;
        int length = source.length(limit);
        int end = source.at + length;
        int found = -1;
        while (source.at < end) {
            int tag = source.tag(end);
            if (tag >>> 3 == 1 && (tag & 7) != Source.START_GROUP) {
                found = source.at;
            }
            source.skip(tag, end);
        }
        source.at = found < 0 ? end : found;
        return found;
    }
}
