package mesh.warren.agent.whole;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import mesh.warren.agent.netns.NetnsThread;

/**
 * One question to a pod's own sidecar, on a connection of its own.
 *
 * @param port   on the pod's loopback
 * @param path   of an HTTP request; empty: a line of text
 * @param header one more request header line; empty: none
 */
record Ask(int port, String path, String header) {

    private static final int TIMEOUT_MILLIS = 10_000;

    static Ask http(String path) {
        return new Ask(SidecarWorld.HTTP, path, "");
    }

    static Ask http(String path, String header) {
        return new Ask(SidecarWorld.HTTP, path, header);
    }

    static Ask line() {
        return new Ask(SidecarWorld.TCP, "", "");
    }

    /** What comes back, without what differs between any two answers: dates, times, and the asking pod's own address. */
    String from(WholePod pod) throws IOException {
        return NetnsThread.call(pod.netns(), this::answer).replace("peer=" + pod.ipv4(), "peer=SELF");
    }

    private String answer() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            String request = path.isEmpty() ? "hello\n"
                    : "GET " + path + " HTTP/1.1\r\nhost: service\r\nconnection: close\r\n" + (header.isEmpty() ? "" : header + "\r\n") + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            return path.isEmpty() ? in.readLine() : http(in);
        }
    }

    private static String http(BufferedReader in) throws IOException {
        String status = in.readLine();
        SortedMap<String, String> headers = new TreeMap<>();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(), line.substring(colon + 1).strip());
        }
        headers.remove("date");
        headers.remove("x-envoy-upstream-service-time");
        String length = headers.remove("content-length"); // the answer names the asking pod's address, and not all are of one length
        // Not to the end of the connection: after an answer of its own Envoy waits a second for the client to close first.
        char[] body = new char[length == null ? 0 : Integer.parseInt(length)];
        int read = 0;
        while (read < body.length) {
            int more = in.read(body, read, body.length - read);
            if (more < 0) {
                throw new IOException("closed after " + read + " of " + body.length + " characters");
            }
            read += more;
        }
        return status + " " + headers + " " + new String(body).strip();
    }
}
