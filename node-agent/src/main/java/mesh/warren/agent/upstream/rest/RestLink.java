package mesh.warren.agent.upstream.rest;

import com.google.gson.JsonParseException;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import mesh.warren.agent.upstream.wire.Ending;
import mesh.warren.agent.upstream.wire.Link;
import mesh.warren.agent.upstream.wire.Question;
import mesh.warren.model.xds.ResourceType;

/**
 * Asks a REST server for each type again and again (Envoy's xDS documentation, "REST-JSON polling subscriptions"): at once when
 * what is wanted has changed, otherwise after the interval. The next question of a type waits until the last response is answered.
 */
public final class RestLink implements Link {

    private static final Map<String, String> PATHS = Map.of(
            ResourceType.CLUSTER.typeUrl(), "clusters",
            ResourceType.ENDPOINTS.typeUrl(), "endpoints",
            ResourceType.LISTENER.typeUrl(), "listeners",
            ResourceType.ROUTES.typeUrl(), "routes",
            ResourceType.SECRET.typeUrl(), "secrets",
            ResourceType.SCOPED_ROUTES.typeUrl(), "scoped-routes",
            ResourceType.EXTENSION.typeUrl(), "extension_configs");
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int NOT_FOUND = 404;

    private final EventExecutor loop;
    private final HttpClient client;
    private final URI server;
    private final Optional<String> token;
    private final Duration interval;
    private final int mostBytes;
    private final Listener listener;
    private final Map<String, Asked> asked = new HashMap<>();
    private boolean ended;

    /** A type's next question. */
    private static final class Asked {
        private Question question;
        /** What the last response was about: the server's version says nothing of other names. */
        private Collection<String> names = List.of();
        private ScheduledFuture<?> next;
        private boolean underWay;
        private boolean unanswered;
    }

    /**
     * @param server    {@code http://HOST:PORT}
     * @param token     sent as a bearer token
     * @param interval  between two questions about one type
     * @param mostBytes longest response that is taken
     */
    public RestLink(EventExecutor loop, HttpClient client, URI server, Optional<String> token, Duration interval, int mostBytes, Listener listener) {
        this.loop = loop;
        this.client = client;
        this.server = server;
        this.token = token;
        this.interval = interval;
        this.mostBytes = mostBytes;
        this.listener = listener;
    }

    @Override
    public void start() {}

    @Override
    public void ask(Question question) {
        Asked type = asked.computeIfAbsent(question.typeUrl(), _ -> new Asked());
        type.question = question;
        if (question.answers()) {
            type.unanswered = false;
            later(type, interval);
        } else {
            later(type, Duration.ZERO);
        }
    }

    private void later(Asked type, Duration wait) {
        if (type.next != null) {
            type.next.cancel(false);
        }
        if (!ended && !type.underWay && !type.unanswered) {
            type.next = loop.schedule(() -> send(type), wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void send(Asked type) {
        Question question = type.question;
        boolean nothingWanted = question.names().isEmpty() && !question.typeUrl().equals(ResourceType.CLUSTER.typeUrl())
                && !question.typeUrl().equals(ResourceType.LISTENER.typeUrl());
        if (ended || nothingWanted || !PATHS.containsKey(question.typeUrl())) {
            return;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve("/v3/discovery:" + PATHS.get(question.typeUrl())))
                .timeout(TIMEOUT)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JsonDialect.request(
                        question.names().equals(type.names) ? question : question.withoutVersion())));
        token.ifPresent(bearer -> request.header("authorization", "Bearer " + bearer));
        type.underWay = true;
        client.sendAsync(request.build(), _ -> HttpResponse.BodySubscribers.limiting(
                        HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8), mostBytes))
                .whenComplete((response, failure) -> loop.execute(() -> came(type, question, response, failure)));
    }

    private void came(Asked type, Question question, HttpResponse<String> response, Throwable failure) {
        type.underWay = false;
        if (ended) {
            return;
        }
        if (failure != null) {
            Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            fail("asking " + server + ": " + cause);
            return;
        }
        switch (response.statusCode()) {
            case OK -> taken(type, question, response.body());
            case NOT_MODIFIED, NOT_FOUND -> {
                listener.answered();
                later(type, type.question == question ? interval : Duration.ZERO);
            }
            default -> fail(server + " answers " + response.statusCode() + " to " + PATHS.get(question.typeUrl()));
        }
    }

    private void taken(Asked type, Question question, String body) {
        try {
            type.unanswered = true;
            type.names = question.names();
            listener.received(JsonDialect.read(question.typeUrl(), body));
        } catch (JsonParseException e) {
            fail(server + ": " + PATHS.get(question.typeUrl()) + ": " + e.getMessage());
        }
    }

    private void fail(String why) {
        end();
        listener.ended(new Ending(Ending.Kind.FAILED, why));
    }

    @Override
    public void next() {
        // The next question is the window.
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public boolean open() {
        return !ended;
    }

    @Override
    public void end() {
        ended = true;
        asked.values().forEach(type -> {
            if (type.next != null) {
                type.next.cancel(false);
            }
        });
    }
}
