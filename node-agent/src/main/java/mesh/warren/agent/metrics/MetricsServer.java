package mesh.warren.agent.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import mesh.warren.agent.admin.AgentStatus;
import mesh.warren.agent.envoy.AdminClient;

/**
 * HTTP: {@code /metrics} for Prometheus, {@code /livez} and {@code /readyz} for the kubelet. Live is an agent whose parts answer: one
 * that cannot put its status together in time is stuck, and starting it anew costs no pod anything. Ready is one that could
 * serve a CNI ADD now.
 */
public final class MetricsServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, Thread.ofPlatform().daemon().name("metrics-", 0).factory());

    private MetricsServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Listens.
     *
     * @param status   of the agent; may wait for its parts
     * @param notReady why no CNI ADD could be served now, if so
     * @throws IOException when the address is in use or not this machine's
     */
    public static MetricsServer start(InetSocketAddress address, Supplier<AgentStatus> status, Supplier<Optional<String>> notReady,
            AdminClient envoy) throws IOException {
        HttpServer http;
        try {
            http = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new IOException("metrics.address " + address + ": " + e.getMessage(), e);
        }
        MetricsServer metrics = new MetricsServer(http);
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(new AgentMetrics(status, envoy));
        http.setExecutor(metrics.threads);
        http.createContext("/metrics", new MetricsHandler(registry));
        http.createContext("/livez", exchange -> {
            status.get();
            answer(exchange, 200, "ok\n");
        });
        http.createContext("/readyz", exchange -> {
            Optional<String> why = notReady.get();
            answer(exchange, why.isPresent() ? 503 : 200, why.orElse("ok") + "\n");
        });
        http.start();
        return metrics;
    }

    /** Where it listens, with the port that the kernel gave. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
