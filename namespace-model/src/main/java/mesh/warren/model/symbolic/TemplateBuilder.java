package mesh.warren.model.symbolic;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.warren.model.xds.ResourceKey;

/**
 * Writes a {@link Template} front to back: literal bytes, names, and length-delimited content whose length need not be
 * known when it begins. Literal bytes are remembered as ranges of one array, the source, and copied once, at the end.
 * Reusable after {@link #reset}; for one thread at a time.
 */
public final class TemplateBuilder {

    private static final int WIDTH = 3;
    private static final int COPY = 0;
    private static final int OPEN = 1;
    private static final int CLOSE = 2;
    private static final int NAME = 3;

    private int[] ops = new int[256 * WIDTH];
    private int end;
    private int[] open = new int[128];
    private int[] length = new int[129];
    private int marksNeeded;
    private final List<ResourceKey> keys = new ArrayList<>();
    private final Map<ResourceKey, Integer> indexes = new HashMap<>();
    private final List<byte[]> names = new ArrayList<>();

    /** Forgets all that was written. */
    public void reset() {
        end = 0;
        keys.clear();
        indexes.clear();
        names.clear();
    }

    /** The bytes {@code [from, to)} of the source, as they are. */
    public void copy(int from, int to) {
        if (from < to) {
            add(COPY, from, to);
        }
    }

    /** A length prefix, made right when {@link #close} comes. */
    public void open() {
        add(OPEN, 0, 0);
    }

    /** Ends the content that the last {@link #open} began. */
    public void close() {
        add(CLOSE, 0, 0);
    }

    /** A whole string: a length prefix and a name. The field's tag is the caller's. */
    public void name(ResourceKey key) {
        open();
        slot(key);
        close();
    }

    /** A name, which {@link Template#resolve} replaces by its physical one, as part of a string begun with {@link #open}. */
    public void slot(ResourceKey key) {
        Integer index = indexes.get(key);
        if (index == null) {
            index = keys.size();
            indexes.put(key, index);
            keys.add(key);
            names.add(key.name().value().getBytes(StandardCharsets.UTF_8));
        }
        add(NAME, index, 0);
    }

    /** Where writing stands: for {@link #rollback}. */
    public int mark() {
        return end;
    }

    /** Forgets what was written since {@code mark}. */
    public void rollback(int mark) {
        end = mark;
    }

    /**
     * The template; every {@link #open} is closed.
     *
     * @param source what {@link #copy} refers to
     * @param self   the resource that the bytes are of
     */
    public Template build(byte[] source, ResourceKey self) {
        int total = measure();
        byte[] bytes = new byte[total];
        int[] marks = new int[marksNeeded * WIDTH];
        int marked = 0;
        int to = 0;
        for (int at = 0; at < end; at += WIDTH) {
            switch (ops[at]) {
                case COPY -> {
                    int length = ops[at + 2] - ops[at + 1];
                    System.arraycopy(source, ops[at + 1], bytes, to, length);
                    to += length;
                }
                case OPEN -> {
                    int after = Varint.write(bytes, to, ops[at + 1]);
                    if (ops[at + 2] == NAME) {
                        marks[marked++] = to;
                        marks[marked++] = after - to;
                        marks[marked++] = -(after + ops[at + 1]) - 1;
                    }
                    to = after;
                }
                case NAME -> {
                    byte[] name = names.get(ops[at + 1]);
                    System.arraycopy(name, 0, bytes, to, name.length);
                    marks[marked++] = to;
                    marks[marked++] = name.length;
                    marks[marked++] = ops[at + 1];
                    to += name.length;
                }
                default -> { }
            }
        }
        return new Template(bytes, new Marks(marks), self, keys.toArray(ResourceKey[]::new));
    }

    /** Puts into each OPEN its content's length and whether a name is inside; returns the length of the whole. */
    private int measure() {
        int depth = 0;
        marksNeeded = 0;
        length[0] = 0;
        for (int at = 0; at < end; at += WIDTH) {
            switch (ops[at]) {
                case COPY -> length[depth] += ops[at + 2] - ops[at + 1];
                case NAME -> {
                    length[depth] += names.get(ops[at + 1]).length;
                    marksNeeded++;
                    if (depth > 0) {
                        ops[open[depth - 1] + 2] = NAME;
                    }
                }
                case OPEN -> {
                    ops[at + 2] = 0;
                    if (depth == open.length) {
                        open = Arrays.copyOf(open, depth * 2);
                        length = Arrays.copyOf(length, depth * 2 + 1);
                    }
                    open[depth++] = at;
                    length[depth] = 0;
                }
                default -> {
                    int begun = open[--depth];
                    ops[begun + 1] = length[depth + 1];
                    length[depth] += Varint.size(length[depth + 1]) + length[depth + 1];
                    if (ops[begun + 2] == NAME) {
                        marksNeeded++;
                        if (depth > 0) {
                            ops[open[depth - 1] + 2] = NAME;
                        }
                    }
                }
            }
        }
        return length[0];
    }

    private void add(int kind, int a, int b) {
        if (end + WIDTH > ops.length) {
            ops = Arrays.copyOf(ops, ops.length * 2);
        }
        ops[end] = kind;
        ops[end + 1] = a;
        ops[end + 2] = b;
        end += WIDTH;
    }
}
