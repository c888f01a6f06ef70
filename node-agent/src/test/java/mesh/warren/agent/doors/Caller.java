package mesh.warren.agent.doors;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.model.address.IpAddress;

/** Sends one request from inside of a namespace on a connection of its own. */
record Caller(Path netns) {

    private static final int TIMEOUT_MILLIS = 5000;

    /** The first line of the answer's body: {@code NAME CLIENT-ADDRESS}; or the status; or {@code closed}. */
    String get(String address, int port) throws IOException {
        String answer = send(address, port, "GET / HTTP/1.1\r\nHost: " + IpAddress.parse(address).withPort(port) + "\r\nConnection: close\r\n\r\n");
        if (!answer.startsWith("HTTP/1.1 200")) {
            return answer.isEmpty() ? "closed" : answer.lines().findFirst().orElseThrow();
        }
        return answer.substring(answer.indexOf("\r\n\r\n") + 4).lines().findFirst().orElseThrow();
    }

    /** All that comes back before the other side closes; empty when nothing does. */
    String send(String address, int port, String request) throws IOException {
        return NetnsThread.call(netns, () -> {
            try (Socket socket = new Socket()) {
                socket.setSoTimeout(TIMEOUT_MILLIS);
                socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port), TIMEOUT_MILLIS);
                socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            } catch (SocketException e) {
                return "";
            }
        });
    }
}
