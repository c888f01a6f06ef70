package mesh.warren.agent.doors;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A TLS 1.2 client hello (RFC 5246, section 7.4.1.2) with a server name and application protocols: all that a listener reads of one. */
final class ClientHello {

    private ClientHello() {}

    /** @param serverName empty for none; @param protocols empty for no such extension */
    static byte[] of(String serverName, List<String> protocols) {
        byte[] extensions = bytes(out -> {
            if (!serverName.isEmpty()) {
                byte[] name = serverName.getBytes(StandardCharsets.US_ASCII);
                extension(out, 0, vector(2, bytes(list -> {
                    list.writeByte(0);
                    list.write(vector(2, name));
                })));
            }
            if (!protocols.isEmpty()) {
                extension(out, 16, vector(2, bytes(list -> {
                    for (String protocol : protocols) {
                        list.write(vector(1, protocol.getBytes(StandardCharsets.US_ASCII)));
                    }
                })));
            }
            extension(out, 10, vector(2, new byte[] {0, 29}));
            extension(out, 13, vector(2, new byte[] {4, 3, 4, 1}));
        });
        byte[] hello = bytes(out -> {
            out.writeShort(0x0303);
            out.write(new byte[32]);
            out.write(vector(1, new byte[0]));
            out.write(vector(2, new byte[] {(byte) 0xc0, 0x2f}));
            out.write(vector(1, new byte[] {0}));
            out.write(vector(2, extensions));
        });
        byte[] handshake = bytes(out -> {
            out.writeByte(1);
            out.write(vector(3, hello));
        });
        return bytes(out -> {
            out.writeByte(22);
            out.writeShort(0x0301);
            out.write(vector(2, handshake));
        });
    }

    private static void extension(DataOutputStream out, int type, byte[] data) throws IOException {
        out.writeShort(type);
        out.write(vector(2, data));
    }

    /** A length of this many bytes, and the content. */
    private static byte[] vector(int lengthBytes, byte[] content) {
        return bytes(out -> {
            for (int i = lengthBytes - 1; i >= 0; i--) {
                out.writeByte(content.length >> 8 * i);
            }
            out.write(content);
        });
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
