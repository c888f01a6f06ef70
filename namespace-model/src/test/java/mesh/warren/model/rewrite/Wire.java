package mesh.warren.model.rewrite;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes protobuf field by field, in any order and in any form, also the ones that no library would write. */
final class Wire {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static Wire message() {
        return new Wire();
    }

    Wire string(int number, String value) {
        return bytes(number, value.getBytes(StandardCharsets.UTF_8));
    }

    Wire message(int number, Wire value) {
        return bytes(number, value.toBytes());
    }

    Wire bytes(int number, byte[] value) {
        raw(number << 3 | 2).raw(value.length);
        out.writeBytes(value);
        return this;
    }

    Wire number(int number, long value) {
        return raw(number << 3).raw(value);
    }

    /** An {@code Any}. */
    static Wire any(String type, Wire value) {
        return message().string(1, "type.googleapis.com/" + type).message(2, value);
    }

    /** A varint. */
    Wire raw(long value) {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            out.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
        return this;
    }

    /** Bytes as they are. */
    Wire literally(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
