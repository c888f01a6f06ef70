package mesh.warren.agent.podview;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** One HTTP request of a pod, and its answer; then the connection ends. Bounded in size and time, for the pod is not trusted. */
final class Exchange {

    private static final int LONGEST_LINE = 4096;
    private static final int MOST_HEADERS = 100;
    private static final int SILENCE_MILLIS = 5_000;

    private Exchange() {}

    /** @param pages by path and query */
    static void answer(Socket client, Function<String, Page> pages) throws IOException {
        client.setSoTimeout(SILENCE_MILLIS);
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1), 1024);
        String[] request = line(in).split(" ");
        for (int i = 0; !line(in).isEmpty(); i++) {
            if (i == MOST_HEADERS) {
                throw new IOException("too many headers");
            }
        }
        Page page = request.length != 3 ? Page.problem(400, "not HTTP")
                : !request[0].equals("GET") ? Page.problem(405, "only GET: this is a view, it changes nothing")
                : pages.apply(request[1]);
        write(client.getOutputStream(), page);
    }

    private static void write(OutputStream out, Page page) throws IOException {
        byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + page.status() + " " + (page.status() == 200 ? "OK" : "Refused") + "\r\ncontent-type: " + page.type()
                + "\r\ncontent-length: " + body.length + "\r\ncache-control: no-cache, max-age=0\r\nx-content-type-options: nosniff"
                + "\r\nconnection: close\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
        out.flush();
    }

    private static String line(BufferedReader in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() == LONGEST_LINE) {
                throw new IOException(c < 0 ? "the client went away" : "too long a line");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
