package mesh.warren.model.symbolic;

/** Lengths as protobuf writes them: base 128, the low groups first. */
final class Varint {

    private Varint() {}

    static int size(int value) {
        return (31 - Integer.numberOfLeadingZeros(value | 1)) / 7 + 1;
    }

    /** Writes {@code value}; returns the position after it. */
    static int write(byte[] out, int at, int value) {
        int left = value;
        int to = at;
        while ((left & ~0x7f) != 0) {
            out[to++] = (byte) (left & 0x7f | 0x80);
            left >>>= 7;
        }
        out[to++] = (byte) left;
        return to;
    }
}
