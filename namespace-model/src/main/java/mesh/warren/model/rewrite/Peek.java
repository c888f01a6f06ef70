package mesh.warren.model.rewrite;

import java.nio.charset.StandardCharsets;
import mesh.warren.model.rewrite.wire.Source;

/** Looks for fields of a message without walking it: what parsing would find last wins. Leaves the position as it was. */
final class Peek {

    private final Source source;
    /** The content found last by {@link #bytes}. */
    int from;
    int to;

    Peek(Source source) {
        this.source = source;
    }

    /** Finds the last length-delimited field of this number: its content is at {@link #from}. */
    boolean bytes(int number, int start, int end) {
        int resume = source.at;
        boolean found = false;
        source.at = start;
        while (source.at < end) {
            int tag = source.tag(end);
            if (tag == (number << 3 | Source.LENGTH)) {
                int length = source.length(end);
                from = source.at;
                to = from + length;
                source.at = to;
                found = true;
            } else {
                source.skip(tag, end);
            }
        }
        source.at = resume;
        return found;
    }

    /** The last number that the field has; {@code otherwise} when it is absent. */
    long number(int number, int start, int end, long otherwise) {
        int resume = source.at;
        long value = otherwise;
        source.at = start;
        while (source.at < end) {
            int tag = source.tag(end);
            if (tag == (number << 3 | Source.VARINT)) {
                value = source.varint(end);
            } else {
                source.skip(tag, end);
            }
        }
        source.at = resume;
        return value;
    }

    /** How many fields of this number there are. */
    int count(int number, int start, int end) {
        int resume = source.at;
        int count = 0;
        source.at = start;
        while (source.at < end) {
            int tag = source.tag(end);
            source.skip(tag, end);
            count += tag >>> 3 == number ? 1 : 0;
        }
        source.at = resume;
        return count;
    }

    /** What {@link #bytes} found, as text. */
    String text() {
        return new String(source.bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
