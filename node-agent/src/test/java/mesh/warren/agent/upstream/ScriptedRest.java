package mesh.warren.agent.upstream;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import mesh.warren.agent.domain.ServerAddress;

/** A control plane over REST that answers as a test tells it; 404 to types that it was told nothing about. */
final class ScriptedRest implements AutoCloseable {

    /**
     * What it was asked.
     *
     * @param path end of the path: {@code clusters}, {@code listeners} ...
     * @param body the discovery request
     */
    record Asked(String path, JsonObject body) {}

    private record Answer(int status, String body) {}

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private HttpServer server;
    private int port;

    ScriptedRest() throws IOException {
        start();
    }

    /** Listens, on the port of before when there was one. */
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        port = server.getAddress().getPort();
        server.createContext("/v3/discovery:", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            path = path.substring(path.indexOf(':') + 1);
            asked.add(new Asked(path, JsonParser.parseString(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)).getAsJsonObject()));
            Answer answer = answers.getOrDefault(path, new Answer(404, ""));
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    ServerAddress address() {
        return new ServerAddress.Tcp("127.0.0.1", port);
    }

    /** From now on, to each question about these. */
    void answer(String path, int status, String body) {
        answers.put(path, new Answer(status, body));
    }

    /** From now on, these resources. */
    void serve(String path, String version, String resources) {
        answer(path, 200, "{\"version_info\": \"" + version + "\", \"resources\": [" + resources + "]}");
    }

    /** The next question about these that is such; what was asked before is forgotten. */
    Asked asked(String path, Predicate<JsonObject> such) throws InterruptedException {
        while (true) {
            Asked question = asked.poll(ServerStream.PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (question == null) {
                throw new AssertionError("no such question about " + path + " within " + ServerStream.PATIENCE_SECONDS + " s");
            }
            if (question.path().equals(path) && such.test(question.body())) {
                return question;
            }
        }
    }

    /** Gone, with all connections. */
    void kill() {
        server.stop(0);
    }

    @Override
    public void close() {
        kill();
    }
}
