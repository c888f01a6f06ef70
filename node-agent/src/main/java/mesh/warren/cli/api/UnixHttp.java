package mesh.warren.cli.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** One GET over a Unix socket: the JDK's HTTP client speaks TCP only. */
final class UnixHttp {

    private UnixHttp() {}

    /** The body of a 200; blocks until the server closes. */
    static byte[] get(Path socket, String path) throws IOException {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap(("GET " + path + " HTTP/1.1\r\nHost: admin\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
            return body(path, Channels.newInputStream(channel).readAllBytes());
        }
    }

    private static byte[] body(String path, byte[] answer) throws IOException {
        var text = new String(answer, StandardCharsets.ISO_8859_1);
        int blank = text.indexOf("\r\n\r\n");
        if (blank < 0 || !text.startsWith("HTTP/1.1 200 ")) {
            throw new IOException("GET " + path + " was answered \"" + text.lines().findFirst().orElse("") + "\"");
        }
        boolean chunked = text.substring(0, blank).toLowerCase(java.util.Locale.ROOT).contains("transfer-encoding: chunked");
        if (!chunked) {
            return text.substring(blank + 4).getBytes(StandardCharsets.ISO_8859_1);
        }
        var body = new ByteArrayOutputStream();
        for (int at = blank + 4; ; ) {
            int line = text.indexOf("\r\n", at);
            if (line < 0) {
                throw new IOException("GET " + path + ": the answer ends in the middle");
            }
            int size = Integer.parseInt(text.substring(at, line).strip(), 16);
            if (size == 0) {
                return body.toByteArray();
            }
            if (line + 4 + size > answer.length) {
                throw new IOException("GET " + path + ": the answer ends in the middle");
            }
            body.write(answer, line + 2, size);
            at = line + 4 + size;
        }
    }
}
