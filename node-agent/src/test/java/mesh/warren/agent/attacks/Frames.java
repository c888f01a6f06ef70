package mesh.warren.agent.attacks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** HTTP/2 frames, byte by byte (RFC 9113, 4.1). */
final class Frames {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    /** GET / of host "t", in HPACK's static table but for the authority. */
    static final byte[] GET = {(byte) 0x82, (byte) 0x86, (byte) 0x84, 0x41, 1, 't'};
    /** POST of the same. */
    static final byte[] POST = {(byte) 0x83, (byte) 0x86, (byte) 0x84, 0x41, 1, 't'};

    private Frames() {}

    /** The preface, and settings that change nothing. */
    static byte[] hello() {
        return join("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII), frame(SETTINGS, 0, 0, new byte[0]));
    }

    static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16)).putShort((short) payload.length)
                .put((byte) type).put((byte) flags).putInt(stream).put(payload).array();
    }

    static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    /** One frame, or more, of the flood. */
    interface Wave {
        byte[] number(int i);
    }

    /** Sends up to this many; returns how many were sent before the other side closed. Nothing is read. */
    static int flood(Raw raw, int most, Wave wave) {
        for (int i = 0; i < most; i++) {
            try {
                raw.send(wave.number(i));
            } catch (IOException closed) {
                return i;
            }
        }
        return most;
    }
}
