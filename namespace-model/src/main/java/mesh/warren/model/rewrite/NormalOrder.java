package mesh.warren.model.rewrite;

import java.util.Arrays;
import mesh.warren.model.api.FieldKind;
import mesh.warren.model.rewrite.wire.Source;

/**
 * Writes a message whose fields are not in canonical order as if they were: sorted by number, and what protobuf would
 * merge when parsing merged (encoding guide, "Last One Wins"; language guide, "Oneof" and "Maps").
 */
final class NormalOrder {

    private final Walk walk;
    /** Of each field: its number and place among all, and where its tag is. */
    private long[] keys = new long[64];
    private int[] starts = new int[64];
    private int used;

    NormalOrder(Walk walk) {
        this.walk = walk;
    }

    void write(MessagePlan message, int from, int to) {
        int first = used;
        collect(message, from, to);
        int end = used;
        Arrays.sort(keys, first, end);
        int injected = 0;
        for (int at = first; at < end; ) {
            FieldPlan field = message.field(number(at));
            int group = at;
            while (group < end && number(group) == field.number) {
                group++;
            }
            if (injected < message.injections.length) {
                injected = walk.absent.before(message, injected, field.number);
            }
            group(message, field, first, at, group, to);
            at = group;
        }
        walk.absent.before(message, injected, Integer.MAX_VALUE);
        used = first;
    }

    private void collect(MessagePlan message, int from, int to) {
        Source source = walk.source;
        int first = used;
        source.at = from;
        while (source.at < to) {
            int start = source.at;
            int tag = source.tag(to);
            FieldPlan field = message.field(tag >>> 3);
            boolean known = field != null && field.takes(tag & 7);
            source.skip(tag, to);
            if (known) {
                if (used == keys.length) {
                    keys = Arrays.copyOf(keys, used * 2);
                    starts = Arrays.copyOf(starts, used * 2);
                }
                keys[used] = (long) field.number << 32 | used - first;
                starts[used] = start;
                used++;
            }
        }
    }

    private int number(int at) {
        return (int) (keys[at] >>> 32);
    }

    private int start(int first, int at) {
        return starts[first + (int) keys[at]];
    }

    /** Writes the fields {@code [from, to)} of one number. Positions before {@code limit} are the message's. */
    private void group(MessagePlan message, FieldPlan field, int first, int from, int to, int limit) {
        int begin = from;
        if (field.oneof >= 0) {
            int other = lastOfOthers(message, field, first);
            if (other > (int) keys[to - 1]) {
                return;
            }
            while ((int) keys[begin] < other) {
                begin++;
            }
        }
        if (field.map) {
            entries(field, first, begin, to, limit);
        } else if (field.packed) {
            packed(field, first, begin, to, limit);
        } else if (field.repeated) {
            for (int at = begin; at < to; at++) {
                walk.field(field, at - begin, start(first, at), limit);
            }
        } else if (field.kind == FieldKind.MESSAGE && to - begin > 1) {
            merged(field, first, begin, to, limit);
        } else {
            walk.field(field, 0, start(first, to - 1), limit);
        }
    }

    /** The place of the last field that is another member of the oneof; -1 when there is none. */
    private int lastOfOthers(MessagePlan message, FieldPlan member, int first) {
        int last = -1;
        for (int at = first; at < used; at++) {
            FieldPlan field = message.field(number(at));
            if (field.oneof == member.oneof && field != member) {
                last = Math.max(last, (int) keys[at]);
            }
        }
        return last;
    }

    private void merged(FieldPlan field, int first, int from, int to, int limit) {
        Source source = walk.source;
        long total = 0;
        for (int at = from; at < to; at++) {
            total += length(start(first, at), limit);
        }
        int start = source.end();
        source.appendVarint(field.tag & 0xffff_ffffL);
        source.appendVarint(total);
        for (int at = from; at < to; at++) {
            int length = length(start(first, at), limit);
            source.append(source.at, source.at + length);
        }
        walk.field(field, 0, start, source.end());
    }

    /** The length of the field whose tag is at {@code start}; moves to its content. */
    private int length(int start, int limit) {
        walk.source.at = start;
        walk.source.tag(limit);
        return walk.source.length(limit);
    }

    private void packed(FieldPlan field, int first, int from, int to, int limit) {
        Source source = walk.source;
        long total = 0;
        for (int pass = 0; pass < 2; pass++) {
            int start = source.end();
            if (pass == 1) {
                source.appendVarint(field.tag & 0xffff_ffffL);
                source.appendVarint(total);
            }
            for (int at = from; at < to; at++) {
                source.at = start(first, at);
                int tag = source.tag(limit);
                int value = source.at;
                source.skip(tag, limit);
                int end = source.at;
                if ((tag & 7) == Source.LENGTH) {
                    source.at = value;
                    source.length(limit);
                    value = source.at;
                }
                total += pass == 0 ? end - value : 0;
                if (pass == 1) {
                    source.append(value, end);
                }
            }
            if (pass == 1) {
                walk.field(field, 0, start, source.end());
            }
        }
    }

    private void entries(FieldPlan field, int first, int from, int to, int limit) {
        int[] sorted = new int[to - from];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = start(first, from + i);
        }
        MergeSort.sort(sorted, (a, b) -> walk.order.compareKeys(field, value(a, limit), value(b, limit), limit));
        int index = 0;
        for (int i = 0; i < sorted.length; i++) {
            boolean last = i + 1 == sorted.length
                    || walk.order.compareKeys(field, value(sorted[i], limit), value(sorted[i + 1], limit), limit) != 0;
            if (last) {
                walk.field(field, index++, sorted[i], limit);
            }
        }
    }

    private int value(int start, int limit) {
        walk.source.at = start;
        walk.source.tag(limit);
        return walk.source.at;
    }
}
