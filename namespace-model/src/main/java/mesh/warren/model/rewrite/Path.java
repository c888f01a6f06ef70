package mesh.warren.model.rewrite;

import java.nio.charset.StandardCharsets;
import mesh.warren.model.rewrite.wire.Malformed;
import mesh.warren.model.rewrite.wire.Source;

/** Where the walk stands: the field and its index at each depth. Written out only when something is to be said. */
final class Path {

    private final FieldPlan[] fields = new FieldPlan[256];
    private final int[] indexes = new int[256];
    /** Of a map entry, where its content is, for its key. */
    private final int[] from = new int[256];
    private final int[] to = new int[256];
    private int depth;

    void reset() {
        depth = 0;
        fields[0] = null;
    }

    int depth() {
        return depth;
    }

    /** Goes into a message. */
    void push() {
        depth++;
        fields[depth] = null;
    }

    void pop() {
        depth--;
    }

    /** The field that is looked at in the message that the walk is in. */
    void at(FieldPlan field, int index) {
        fields[depth] = field;
        indexes[depth] = index;
    }

    /** The index of the field that is looked at. */
    int index() {
        return indexes[depth];
    }

    /** The content of the map entry that is looked at. */
    void entry(int contentFrom, int contentTo) {
        from[depth] = contentFrom;
        to[depth] = contentTo;
    }

    /** The field whose content the message is that the walk is in, {@code up} messages above; null above the resource. */
    FieldPlan parent(int up) {
        int level = depth - 1 - up;
        return level < 0 ? null : fields[level];
    }

    String toString(Source source) {
        return toString(source, "");
    }

    /** The path, and one more step behind it. */
    String toString(Source source, String step) {
        StringBuilder text = new StringBuilder();
        int last = step.isEmpty() ? depth : depth - 1;
        for (int level = 0; level <= last; level++) {
            FieldPlan field = fields[level];
            boolean insideMap = level > 0 && fields[level - 1] != null && fields[level - 1].map;
            if (field == null || insideMap || field.parent.special == Special.ANY) {
                continue;
            }
            append(text, field.name);
            if (field.map) {
                text.append("[\"").append(key(source, level)).append("\"]");
            } else if (field.repeated) {
                text.append('[').append(indexes[level]).append(']');
            }
        }
        append(text, step);
        return text.toString();
    }

    private static void append(StringBuilder text, String step) {
        if (!step.isEmpty()) {
            text.append(text.isEmpty() ? "" : ".").append(step);
        }
    }

    private String key(Source source, int level) {
        int at = source.at;
        try {
            source.at = from[level];
            String key = "";
            while (source.at < to[level]) {
                int tag = source.tag(to[level]);
                int value = source.at;
                source.skip(tag, to[level]);
                if (tag == (1 << 3 | Source.LENGTH)) {
                    int end = source.at;
                    source.at = value;
                    int length = source.length(end);
                    key = new String(source.bytes, source.at, Math.min(length, 120), StandardCharsets.UTF_8);
                    source.at = end;
                } else if (tag >>> 3 == 1) {
                    source.at = value;
                    key = (tag & 7) == Source.VARINT ? Long.toString(source.varint(to[level])) : "?";
                }
            }
            return key.replaceAll("\\p{Cntrl}", "?");
        } catch (Malformed e) {
            return "?"; // the entry itself is what is malformed
        } finally {
            source.at = at;
        }
    }
}
