package mesh.warren.demo.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Calls over plain sockets, so that nothing retries behind the report's back. Keeps one connection for each target that asks for it. */
final class Call implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    private record Kept(Socket socket, BufferedReader in) {}

    private final Map<URI, Kept> kept = new HashMap<>();

    /**
     * One request and its answer.
     *
     * @param target {@code http://IP:PORT} or {@code tcp://IP:PORT}
     * @param fresh  a connection of its own, closed afterwards
     * @return the line that the application at the other end answered
     */
    String once(URI target, boolean fresh) throws IOException {
        if (fresh) {
            Kept connection = connect(target);
            try (connection.socket) {
                return exchange(connection, target, true);
            }
        }
        Kept connection = kept.get(target);
        if (connection == null) {
            connection = connect(target);
            kept.put(target, connection);
        }
        try {
            return exchange(connection, target, false);
        } catch (IOException e) {
            kept.remove(target).socket.close();
            throw e;
        }
    }

    private static Kept connect(URI target) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(target.getHost(), target.getPort()), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        return new Kept(socket,
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1)));
    }

    private String exchange(Kept connection, URI target, boolean last) throws IOException {
        boolean http = target.getScheme().equals("http");
        String request = http
                ? "GET / HTTP/1.1\r\nhost: " + target.getHost() + (last ? "\r\nconnection: close" : "") + "\r\n\r\n"
                : "hello\n";
        connection.socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String line = connection.in.readLine();
        if (line == null) {
            throw new IOException("closed without an answer");
        }
        return http ? body(line, connection.in, target, last) : line;
    }

    private String body(String status, BufferedReader in, URI target, boolean last) throws IOException {
        int length = 0;
        boolean closes = last;
        for (String header = in.readLine(); header != null && !header.isEmpty(); header = in.readLine()) {
            String lower = header.toLowerCase();
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            }
            closes |= lower.equals("connection: close");
        }
        char[] body = new char[length];
        for (int read = 0; read < length; ) {
            int more = in.read(body, read, length - read);
            if (more < 0) {
                throw new IOException("closed in the middle of a body");
            }
            read += more;
        }
        if (closes && !last) {
            kept.remove(target).socket.close();
        }
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException(status + ": " + new String(body).strip());
        }
        return new String(body).strip();
    }

    @Override
    public void close() {
        for (Kept connection : kept.values()) {
            try {
                connection.socket.close();
            } catch (IOException alreadyGone) {
                // Nothing is lost: every answer was read.
            }
        }
    }
}
