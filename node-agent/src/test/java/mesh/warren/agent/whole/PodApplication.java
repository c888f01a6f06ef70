package mesh.warren.agent.whole;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import mesh.warren.agent.netns.NetnsThread;

/** Answers {@code pod=NAME peer=IP}: HTTP/1.1 on 8080, a line for a line on 9090, IPv4 and IPv6. A virtual thread for each connection. */
public record PodApplication(String pod, ServerSocket http, ServerSocket line) implements AutoCloseable {

    public static final int HTTP_PORT = 8080;
    public static final int LINE_PORT = 9090;

    public static PodApplication start(Path netns, String pod) throws IOException {
        PodApplication application = new PodApplication(pod, listen(netns, HTTP_PORT), listen(netns, LINE_PORT));
        Thread.ofPlatform().daemon().start(() -> application.accept(application.http));
        Thread.ofPlatform().daemon().start(() -> application.accept(application.line));
        return application;
    }

    private static ServerSocket listen(Path netns, int port) throws IOException {
        return NetnsThread.call(netns, () -> {
            ServerSocket server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(port), 512);
            return server;
        });
    }

    private void accept(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.startVirtualThread(() -> converse(client, server == http));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void converse(Socket client, boolean speaksHttp) {
        try (client) {
            client.setTcpNoDelay(true);
            BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            String body = "pod=" + pod + " peer=" + client.getInetAddress().getHostAddress() + "\n";
            String answer = speaksHttp ? "HTTP/1.1 200 OK\r\ncontent-length: " + body.length() + "\r\n\r\n" + body : body;
            for (String request = in.readLine(); request != null; request = in.readLine()) {
                while (speaksHttp && request != null && !request.isEmpty()) {
                    request = in.readLine();
                }
                client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException clientWentAway) {
            // The client counts that.
        }
    }

    @Override
    public void close() throws IOException {
        http.close();
        line.close();
    }
}
