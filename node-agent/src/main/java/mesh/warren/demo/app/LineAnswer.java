package mesh.warren.demo.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers any line with who it is and whom it sees. */
record LineAnswer(String pod) implements Connections.Answer {

    @Override
    public boolean answer(String request, BufferedReader in, OutputStream out, Socket from) throws IOException {
        out.write(("pod=" + pod + " peer=" + Connections.peer(from) + "\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return true;
    }
}
