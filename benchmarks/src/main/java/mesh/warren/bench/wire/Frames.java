package mesh.warren.bench.wire;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Takes gRPC messages out of one direction of an HTTP/2 connection (RFC 9113, section 4.1; gRPC over HTTP/2, "Length-Prefixed-
 * Message"). Headers are not looked at. For one thread.
 */
final class Frames {

    private static final int PREFACE = 24;
    private static final int HEADER = 9;
    private static final int DATA = 0;
    private static final int PADDED = 0x8;
    private static final int PREFIX = 5;

    private final Consumer<byte[]> messages;
    private final Map<Integer, ByteArrayOutputStream> streams = new HashMap<>();
    private byte[] rest = {};
    private int skip;

    /** @param client whether it is the client's direction, which begins with a preface */
    Frames(boolean client, Consumer<byte[]> messages) {
        this.skip = client ? PREFACE : 0;
        this.messages = messages;
    }

    void add(byte[] bytes, int length) {
        byte[] all = Arrays.copyOf(rest, rest.length + length);
        System.arraycopy(bytes, 0, all, rest.length, length);
        int at = 0;
        if (skip > 0) {
            int now = Math.min(skip, all.length);
            skip -= now;
            at = now;
        }
        while (all.length - at >= HEADER) {
            int size = number(all, at, 3);
            if (all.length - at < HEADER + size) {
                break;
            }
            if (all[at + 3] == DATA) {
                int padding = (all[at + 4] & PADDED) == 0 ? 0 : 1 + (all[at + HEADER] & 0xff);
                int begin = at + HEADER + (padding > 0 ? 1 : 0);
                data(number(all, at + 5, 4) & 0x7fff_ffff, all, begin, size - padding);
            }
            at += HEADER + size;
        }
        rest = Arrays.copyOfRange(all, at, all.length);
    }

    private void data(int stream, byte[] bytes, int from, int size) {
        ByteArrayOutputStream open = streams.computeIfAbsent(stream, s -> new ByteArrayOutputStream());
        open.write(bytes, from, size);
        byte[] all = open.toByteArray();
        int at = 0;
        while (all.length - at >= PREFIX) {
            int length = number(all, at + 1, 4);
            if (all.length - at < PREFIX + length) {
                break;
            }
            messages.accept(Arrays.copyOfRange(all, at + PREFIX, at + PREFIX + length));
            at += PREFIX + length;
        }
        open.reset();
        open.write(all, at, all.length - at);
    }

    private static int number(byte[] bytes, int at, int width) {
        int value = 0;
        for (int i = 0; i < width; i++) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        return value;
    }
}
