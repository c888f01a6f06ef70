package mesh.warren.model.rewrite;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import mesh.warren.model.rewrite.wire.Source;

/** Reads {@code google.protobuf.Struct} and {@code Value} on the wire, as protobuf's parser would: last key and last kind count. */
final class StructReader {

    /** The kinds of a {@code Value}, by field number; 0 for none. */
    static final int NULL = 1;
    static final int NUMBER = 2;
    static final int STRING = 3;
    static final int BOOL = 4;
    static final int STRUCT = 5;
    static final int LIST = 6;

    /** More members than any configuration has: an object of a 4 MiB resource cannot take the agent's memory. */
    private static final int MOST_MEMBERS = 20_000;

    /** A range of the source. */
    record Range(int from, int to) {}

    private final Source source;
    /** Of the value that {@link #kind} looked at: where its content is, and its number or truth value. */
    int from;
    int to;
    double number;
    boolean truth;

    StructReader(Source source) {
        this.source = source;
    }

    /** The members of the struct with the content {@code [start, end)}, each with the content of its value. */
    Map<String, Range> members(int start, int end) throws StructProblem {
        Map<String, Range> members = new LinkedHashMap<>();
        source.at = start;
        while (source.at < end) {
            expect(source.tag(end), 1, Source.LENGTH, "Struct");
            int entryEnd = source.length(end) + source.at;
            String key = "";
            Range value = new Range(entryEnd, entryEnd);
            while (source.at < entryEnd) {
                int tag = source.tag(entryEnd);
                if (tag != (1 << 3 | Source.LENGTH) && tag != (2 << 3 | Source.LENGTH)) {
                    throw new StructProblem("an unknown field in google.protobuf.Struct");
                }
                int length = source.length(entryEnd);
                if (tag == (1 << 3 | Source.LENGTH)) {
                    key = new String(source.bytes, source.at, length, StandardCharsets.UTF_8);
                } else {
                    value = new Range(source.at, source.at + length);
                }
                source.at += length;
            }
            members.remove(key);
            members.put(key, value);
            if (members.size() > MOST_MEMBERS) {
                throw new StructProblem("more than " + MOST_MEMBERS + " members");
            }
        }
        return members;
    }

    /** The kind of the value with the content {@code [start, end)}; sets what it holds. */
    int kind(Range value) throws StructProblem {
        int kind = 0;
        source.at = value.from();
        while (source.at < value.to()) {
            int tag = source.tag(value.to());
            int next = tag >>> 3;
            boolean merges = next == kind && (kind == STRUCT || kind == LIST);
            if (merges) {
                throw new StructProblem("a value that is written in two parts");
            }
            kind = next;
            switch (kind) {
                case NULL, BOOL -> {
                    expect(tag, kind, Source.VARINT, "Value");
                    truth = source.varint(value.to()) != 0;
                }
                case NUMBER -> {
                    expect(tag, kind, Source.FIXED64, "Value");
                    int at = source.at;
                    source.skip(tag, value.to());
                    number = Double.longBitsToDouble(source.fixed64(at));
                }
                default -> {
                    expect(tag, Math.min(kind, LIST), Source.LENGTH, "Value");
                    int length = source.length(value.to());
                    from = source.at;
                    to = from + length;
                    source.at = to;
                }
            }
        }
        if (kind == 0) {
            throw new StructProblem("a value of no kind");
        }
        return kind;
    }

    /** Of a list with the content {@code [start, end)}, where the content of the element at {@link Source#at} is; moves behind it. */
    Range element(int end) throws StructProblem {
        expect(source.tag(end), 1, Source.LENGTH, "ListValue");
        int length = source.length(end);
        Range element = new Range(source.at, source.at + length);
        source.at = element.to();
        return element;
    }

    /** The string that {@link #kind} found. */
    String text() {
        return new String(source.bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private static void expect(int tag, int number, int wireType, String message) throws StructProblem {
        if (tag != (number << 3 | wireType)) {
            throw new StructProblem("an unknown field in google.protobuf." + message);
        }
    }
}
