package mesh.warren.agent.attacks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.agent.whole.WholePod;
import mesh.warren.demo.node.Teardown;

/** Servers in the attackers' own pod: one never reads what it is sent, one answers without end. */
final class BadServers {

    private static final int SILENT = 8181;
    private static final int ENDLESS = 8282;

    private BadServers() {}

    static void start(WholePod pod, Teardown teardown) throws IOException {
        List<Socket> kept = new CopyOnWriteArrayList<>();
        for (int port : List.of(SILENT, ENDLESS)) {
            ServerSocket server = NetnsThread.call(pod.netns(), () -> {
                ServerSocket socket = new ServerSocket();
                socket.bind(new InetSocketAddress(port), 512);
                return socket;
            });
            teardown.later("bad server", () -> {
                server.close();
                for (Socket socket : kept) {
                    socket.close();
                }
            });
            Thread.ofPlatform().daemon().start(() -> accept(server, port, kept));
        }
    }

    private static void accept(ServerSocket server, int port, List<Socket> kept) {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                kept.add(client);
                if (port == ENDLESS) {
                    Thread.startVirtualThread(() -> answerWithoutEnd(client));
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void answerWithoutEnd(Socket client) {
        try (client) {
            client.getOutputStream().write("HTTP/1.1 200 OK\r\ncontent-length: 1000000000000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] bomb = new byte[1 << 16];
            while (true) {
                client.getOutputStream().write(bomb);
            }
        } catch (IOException ended) {
            // Envoy took no more.
        }
    }

    static String manifest(WholePod pod) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: target, namespace: free}
                spec:
                  clusterIP: 10.96.0.20
                  selector: {app: target}
                  ports:
                  - {name: http, port: 80, targetPort: 8080, protocol: TCP}
                  - {name: http-silent, port: 81, targetPort: 8181, protocol: TCP}
                  - {name: http-endless, port: 82, targetPort: 8282, protocol: TCP}
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: target-1, namespace: free, labels: {kubernetes.io/service-name: target}}
                addressType: IPv4
                ports: [{name: http, port: 8080, protocol: TCP}, {name: http-silent, port: 8181, protocol: TCP}, {name: http-endless, port: 8282, protocol: TCP}]
                endpoints: [{addresses: ["%s"], conditions: {ready: true, serving: true, terminating: false}}]
                """.formatted(pod.ipv4());
    }
}
