package mesh.warren.cni.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** One line of UTF-8 on a blocking channel. It waits as long as the channel does: who must not wait, closes the channel from another thread. */
public final class Lines {

    private Lines() {}

    /** Writes all of the line and its end. */
    public static void write(WritableByteChannel channel, String line) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Reads up to the first line end; what follows it in the same packet is dropped.
     *
     * @throws EOFException when the other side ends before the line does
     * @throws WireException when the line is longer than {@code maxBytes}, or not UTF-8
     */
    public static String read(ReadableByteChannel channel, int maxBytes) throws IOException, WireException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        while (channel.read(buffer) >= 0) {
            byte[] bytes = buffer.array();
            int end = 0;
            while (end < buffer.position() && bytes[end] != '\n') {
                end++;
            }
            line.write(bytes, 0, end);
            if (line.size() > maxBytes) {
                throw new WireException("a line of more than " + maxBytes + " bytes");
            }
            if (end < buffer.position()) {
                return decode(line.toByteArray());
            }
            buffer.clear();
        }
        throw new EOFException(line.size() == 0 ? "the other side closed the connection" : "the other side closed the connection in the middle of a line");
    }

    private static String decode(byte[] utf8) throws WireException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new WireException("a line that is not UTF-8");
        }
    }
}
