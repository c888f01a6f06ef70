package mesh.warren.demo.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers any HTTP/1.1 GET with who it is and whom it sees. */
record HttpAnswer(String pod) implements Connections.Answer {

    @Override
    public boolean answer(String request, BufferedReader in, OutputStream out, Socket from) throws IOException {
        boolean keep = true;
        for (String header = in.readLine(); header != null && !header.isEmpty(); header = in.readLine()) {
            keep &= !header.equalsIgnoreCase("connection: close");
        }
        String body = "pod=" + pod + " peer=" + Connections.peer(from) + "\n";
        String head = "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: " + body.length()
                + (keep ? "" : "\r\nconnection: close") + "\r\n\r\n";
        out.write((head + body).getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return keep;
    }
}
