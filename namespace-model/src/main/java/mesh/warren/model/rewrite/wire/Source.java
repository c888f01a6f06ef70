package mesh.warren.model.rewrite.wire;

import java.util.Arrays;

/**
 * The bytes being read, and behind them the bytes that rewriting makes up: one array, so that a range of it is all that is
 * ever passed on. It grows; {@link #bytes} must be read anew after {@link #append}.
 */
public final class Source {

    /** Wire types (protobuf encoding guide, "Message structure"). */
    public static final int VARINT = 0;
    public static final int FIXED64 = 1;
    public static final int LENGTH = 2;
    public static final int START_GROUP = 3;
    public static final int END_GROUP = 4;
    public static final int FIXED32 = 5;

    private static final int DEEPEST_GROUP = 100;
    private static final int SLACK = 4 << 10;
    private static final int KEPT = 1 << 20;

    /** Content up to {@link #end}. */
    public byte[] bytes = new byte[0];

    /** Where the next reading starts. */
    public int at;

    private int end;
    private int most;
    private final int[] groups = new int[DEEPEST_GROUP];

    /** Begins with a copy of {@code input}; at most {@code most} bytes will be held. */
    public void reset(byte[] input, int most) {
        int wanted = input.length + (input.length >> 1) + SLACK;
        // One huge resource does not make all later ones hold that much.
        if (bytes.length < input.length + SLACK || bytes.length > KEPT && bytes.length > 4 * wanted) {
            bytes = new byte[wanted];
        }
        System.arraycopy(input, 0, bytes, 0, input.length);
        this.end = input.length;
        this.at = 0;
        this.most = most;
    }

    /** The length of what is held. */
    public int end() {
        return end;
    }

    /** A base-128 number; moves {@link #at} behind it. */
    public long varint(int limit) {
        byte[] in = bytes;
        int pos = at;
        if (pos < limit && in[pos] >= 0) {
            at = pos + 1;
            return in[pos];
        }
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (pos >= limit) {
                throw new Malformed("it ends inside a number", pos);
            }
            byte b = in[pos++];
            if (shift < 64) {
                value |= (long) (b & 0x7f) << shift;
            }
            if (b >= 0) {
                at = pos;
                return value;
            }
        }
        throw new Malformed("a number is longer than 10 bytes", at);
    }

    /** A field's tag: number times 8 plus wire type. */
    public int tag(int limit) {
        int start = at;
        long tag = varint(limit);
        if (tag < 8 || tag > 0xffff_ffffL) {
            throw new Malformed("field number " + (tag >>> 3) + " does not exist", start);
        }
        return (int) tag;
    }

    /** A length that fits before {@code limit}; moves {@link #at} behind it, to where the content starts. */
    public int length(int limit) {
        int start = at;
        long length = varint(limit);
        if (length < 0 || length > limit - at) {
            throw new Malformed("a length goes beyond the end", start);
        }
        return (int) length;
    }

    /** Moves {@link #at} behind the value of a field whose tag has been read. */
    public void skip(int tag, int limit) {
        switch (tag & 7) {
            case VARINT -> varint(limit);
            case FIXED64 -> advance(8, limit);
            case FIXED32 -> advance(4, limit);
            case LENGTH -> {
                int length = length(limit);
                at += length;
            }
            case START_GROUP -> skipGroup(tag >>> 3, limit);
            default -> throw new Malformed("wire type " + (tag & 7) + " cannot stand here", at);
        }
    }

    private void skipGroup(int number, int limit) {
        int[] open = groups;
        open[0] = number;
        int depth = 1;
        while (depth > 0) {
            int tag = tag(limit);
            switch (tag & 7) {
                case START_GROUP -> {
                    if (depth == DEEPEST_GROUP) {
                        throw new Malformed("groups are nested deeper than " + DEEPEST_GROUP, at);
                    }
                    open[depth++] = tag >>> 3;
                }
                case END_GROUP -> {
                    if (open[--depth] != tag >>> 3) {
                        throw new Malformed("a group ends that has not begun", at);
                    }
                }
                default -> skip(tag, limit);
            }
        }
    }

    private void advance(int count, int limit) {
        if (count > limit - at) {
            throw new Malformed("it ends inside a value", at);
        }
        at += count;
    }

    /** Eight bytes, little endian, at {@code from}. */
    public long fixed64(int from) {
        return fixed32(from) & 0xffff_ffffL | (long) fixed32(from + 4) << 32;
    }

    /** Four bytes, little endian, at {@code from}. */
    public int fixed32(int from) {
        return bytes[from] & 0xff | (bytes[from + 1] & 0xff) << 8 | (bytes[from + 2] & 0xff) << 16 | bytes[from + 3] << 24;
    }

    /** How many bytes {@code value} takes as a number in its shortest form. */
    public static int sizeOf(long value) {
        return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
    }

    /** Puts a number behind all that is held. */
    public void appendVarint(long value) {
        reserve(10);
        long left = value;
        while ((left & ~0x7fL) != 0) {
            bytes[end++] = (byte) (left & 0x7f | 0x80);
            left >>>= 7;
        }
        bytes[end++] = (byte) left;
    }

    /** Puts bytes behind all that is held. */
    public void append(byte[] from) {
        reserve(from.length);
        System.arraycopy(from, 0, bytes, end, from.length);
        end += from.length;
    }

    /** Repeats the range {@code [from, to)} behind all that is held. */
    public void append(int from, int to) {
        reserve(to - from);
        System.arraycopy(bytes, from, bytes, end, to - from);
        end += to - from;
    }

    /** Writes a length at {@code at} in five bytes, for which room was made with {@link #reserveLength}. */
    public void putLength(int where, int length) {
        for (int i = 0; i < 5; i++) {
            bytes[where + i] = (byte) (length >>> 7 * i & 0x7f | (i < 4 ? 0x80 : 0));
        }
    }

    /** Makes room for a length that is known later; returns where. */
    public int reserveLength() {
        reserve(5);
        end += 5;
        return end - 5;
    }

    /** Puts eight bytes, little endian, behind all that is held. */
    public void appendFixed64(long value) {
        reserve(8);
        for (int i = 0; i < 8; i++) {
            bytes[end++] = (byte) (value >>> 8 * i);
        }
    }

    /** Puts four bytes, little endian, behind all that is held. */
    public void appendFixed32(int value) {
        reserve(4);
        for (int i = 0; i < 4; i++) {
            bytes[end++] = (byte) (value >>> 8 * i);
        }
    }

    private void reserve(int more) {
        if (end + more > most) {
            throw new Malformed("merging and converting its fields takes more than " + most + " bytes", end);
        }
        if (end + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end + more, bytes.length + (bytes.length >> 1) + 256));
        }
    }
}
