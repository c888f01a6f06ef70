package mesh.warren.agent.whole;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection, on which one request after the other is asked; plain sockets, so that nothing connects again by itself. Not thread-safe. */
public record LongConnection(Socket socket, BufferedReader in, byte[] request, boolean http) implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    /** In the calling thread's network namespace. */
    public static LongConnection open(InetSocketAddress target, boolean http) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(target, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            String request = http ? "GET / HTTP/1.1\r\nhost: whole\r\n\r\n" : "hello\n";
            return new LongConnection(socket,
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1)),
                    request.getBytes(StandardCharsets.US_ASCII), http);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The line that the application at the other end answers. */
    public String ask() throws IOException {
        socket.getOutputStream().write(request);
        String first = line();
        if (!http) {
            return first;
        }
        if (!first.startsWith("HTTP/1.1 200")) {
            throw new IOException(first);
        }
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.equalsIgnoreCase("connection: close")) {
                throw new IOException("the connection is to be closed");
            }
        }
        return line();
    }

    private String line() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException("closed");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
