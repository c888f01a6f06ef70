package mesh.warren.model.symbolic;

import java.util.Arrays;

/**
 * Where a template's names and growing length prefixes are, in the order of their positions. Three numbers each: position,
 * size of what stands there, and for a slot the index of its key, for a length prefix {@code -(end of its content) - 1}.
 */
final class Marks {

    private static final int WIDTH = 3;

    private final int[] data;

    Marks(int[] data) {
        this.data = data;
    }

    int count() {
        return data.length / WIDTH;
    }

    boolean isSlot(int mark) {
        return data[mark * WIDTH + 2] >= 0;
    }

    int key(int mark) {
        return data[mark * WIDTH + 2];
    }

    private int position(int mark) {
        return data[mark * WIDTH];
    }

    private int size(int mark) {
        return data[mark * WIDTH + 1];
    }

    private int contentEnd(int mark) {
        return -data[mark * WIDTH + 2] - 1;
    }

    Marks slice(int from, int to) {
        int[] kept = new int[data.length];
        int n = 0;
        for (int i = 0; i < count(); i++) {
            boolean inside = position(i) >= from && position(i) + size(i) <= to && (isSlot(i) || contentEnd(i) <= to);
            if (inside) {
                kept[n++] = position(i) - from;
                kept[n++] = size(i);
                kept[n++] = isSlot(i) ? key(i) : -(contentEnd(i) - from) - 1;
            }
        }
        return new Marks(Arrays.copyOf(kept, n));
    }

    /** The marks of bytes that follow each other: each part's moved behind the bytes, and behind the keys, of those before. */
    static Marks concat(Template[] parts) {
        int total = 0;
        for (Template part : parts) {
            total += part.marks().data.length;
        }
        int[] all = new int[total];
        int n = 0;
        int bytes = 0;
        int keys = 0;
        for (Template part : parts) {
            Marks marks = part.marks();
            for (int i = 0; i < marks.count(); i++) {
                all[n++] = marks.position(i) + bytes;
                all[n++] = marks.size(i);
                all[n++] = marks.isSlot(i) ? marks.key(i) + keys : -(marks.contentEnd(i) + bytes) - 1;
            }
            bytes += part.size();
            keys += part.keyCount();
        }
        return new Marks(all);
    }

    /** The bytes with {@code names[key]} in each slot and every length prefix made right again. */
    byte[] fill(byte[] bytes, byte[][] names) {
        int[] lengths = new int[count()];
        int growth = lengths(lengths, names);
        byte[] out = new byte[bytes.length + growth];
        int from = 0;
        int to = 0;
        for (int i = 0; i < count(); i++) {
            int literal = position(i) - from;
            System.arraycopy(bytes, from, out, to, literal);
            to += literal;
            if (isSlot(i)) {
                byte[] name = names[key(i)];
                System.arraycopy(name, 0, out, to, name.length);
                to += name.length;
            } else {
                to = Varint.write(out, to, lengths[i]);
            }
            from = position(i) + size(i);
        }
        System.arraycopy(bytes, from, out, to, bytes.length - from);
        return out;
    }

    /** Computes the value of each length prefix; returns by how much the whole grows. */
    private int lengths(int[] lengths, byte[][] names) {
        int[] open = new int[count()];
        int[] growth = new int[count() + 1];
        int depth = 0;
        for (int i = 0; i < count(); i++) {
            depth = close(open, growth, depth, position(i), lengths);
            if (isSlot(i)) {
                growth[depth] += names[key(i)].length - size(i);
            } else {
                open[depth++] = i;
                growth[depth] = 0;
            }
        }
        close(open, growth, depth, Integer.MAX_VALUE, lengths);
        return growth[0];
    }

    private int close(int[] open, int[] growth, int depth, int position, int[] lengths) {
        while (depth > 0 && contentEnd(open[depth - 1]) <= position) {
            int mark = open[depth - 1];
            lengths[mark] = contentEnd(mark) - position(mark) - size(mark) + growth[depth];
            int prefix = Varint.size(lengths[mark]) - size(mark);
            depth--;
            growth[depth] += growth[depth + 1] + prefix;
        }
        return depth;
    }
}
