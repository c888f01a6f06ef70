package mesh.warren.bench.node;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.demo.cluster.DemoService;

/** One request to each of some Services, from within a pod's network namespace and without a process in it. */
final class Traffic {

    private static final int TIMEOUT_MILLIS = 10_000;

    private Traffic() {}

    /** @throws IOException with the Service that did not answer */
    static void call(Path netns, List<DemoService> services) throws IOException {
        NetnsThread.call(netns, () -> {
            for (DemoService service : services) {
                call(service.url());
            }
            return null;
        });
    }

    private static void call(URI target) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(target.getHost(), target.getPort()), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            boolean http = target.getScheme().equals("http");
            String request = http ? "GET / HTTP/1.1\r\nhost: " + target.getHost() + "\r\nconnection: close\r\n\r\n" : "hello\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String answer = new String(http ? in.readAllBytes() : in.readNBytes(4), StandardCharsets.ISO_8859_1);
            if (!answer.startsWith(http ? "HTTP/1.1 200" : "hell")) {
                throw new IOException(target + " answers '" + answer.lines().findFirst().orElse("nothing") + "'");
            }
        } catch (IOException e) {
            throw new IOException(target + ": " + e.getMessage(), e);
        }
    }
}
