package mesh.warren.agent.doors;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A connection, as it is to be made from inside of some namespace.
 *
 * @param inbound    made by another pod, to the pod; else by the pod itself
 * @param source     where from; empty to leave it to the kernel
 * @param sourcePort 0 to leave it to the kernel
 * @param bytes      what is sent at once
 * @param what       the bytes, for people
 */
record Dialled(boolean inbound, Optional<String> source, int sourcePort, String address, int port, byte[] bytes, String what) {

    private static final int TIMEOUT_MILLIS = 5000;

    /** All that comes back before the other side closes; {@code closed} when nothing does, {@code refused} when nobody listens. */
    String answer() throws IOException {
        try (Socket socket = new Socket()) {
            socket.setReuseAddress(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            if (source.isPresent() || sourcePort != 0) {
                socket.bind(new InetSocketAddress(source.isPresent() ? InetAddress.ofLiteral(source.get()) : null, sourcePort));
            }
            try {
                socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port), TIMEOUT_MILLIS);
            } catch (SocketException e) {
                return "refused";
            }
            return read(socket);
        }
    }

    private String read(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        try {
            socket.getOutputStream().write(bytes);
            byte[] buffer = new byte[256];
            for (int n = socket.getInputStream().read(buffer); n > 0; n = socket.getInputStream().read(buffer)) {
                answer.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketException reset) {
            // the rest was not read: what counts came before
        }
        return answer.isEmpty() ? "closed" : answer.toString();
    }

    @Override
    public String toString() {
        return (inbound ? "inbound" : "outbound") + source.map(from -> " from " + from).orElse("")
                + (sourcePort == 0 ? "" : " from port " + sourcePort) + " to " + address + " port " + port + " with " + what
                + " (" + HexFormat.of().formatHex(bytes, 0, Math.min(8, bytes.length)) + "...)";
    }
}
