package mesh.warren.cli.rewrite;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import mesh.warren.agent.downstream.AdsServer;
import mesh.warren.agent.downstream.AdsSettings;
import mesh.warren.model.rewrite.RewriteOutcome.Accepted;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;

/** Serves what was accepted to a real Envoy by delta ADS, has it validated as static resources too, and says what it answered. */
final class Verification {

    private static final Duration MOST = Duration.ofSeconds(20);
    private static final Duration MORE = Duration.ofSeconds(3);

    /** The server logs for an agent's operator; here each answer is part of the output. Held, for loggers are kept weakly. */
    private static final List<Logger> QUIET = Stream.of("mesh.warren.agent", "io.netty", "io.grpc").map(Logger::getLogger).toList();

    private final Path envoy;
    private final EnvoyTypes types;

    Verification(Path envoy, EnvoyTypes types) {
        this.envoy = envoy;
        this.types = types;
    }

    /** @return whether Envoy is alive and refused nothing */
    boolean run(List<Result> results, boolean json, PrintWriter out) {
        List<Level> levels = QUIET.stream().map(Logger::getLevel).toList();
        QUIET.forEach(logger -> logger.setLevel(Level.OFF));
        try {
            return serve(results, json, out);
        } finally {
            for (int i = 0; i < levels.size(); i++) {
                QUIET.get(i).setLevel(levels.get(i));
            }
        }
    }

    private boolean serve(List<Result> results, boolean json, PrintWriter out) {
        List<PhysicalResource> resources = new ArrayList<>();
        Set<ResourceKey> referred = new HashSet<>();
        OwnPorts ports = new OwnPorts();
        for (Result result : results) {
            if (result.outcome() instanceof Accepted accepted) {
                PrefixNames names = new PrefixNames(result.namespace());
                resources.add(ports.apply(names.resolve(accepted)));
                // A scope is carried, without the routes that it names: Envoy is asked for these by somebody else.
                if (accepted.resource().key().type() != ResourceType.SCOPED_ROUTES) {
                    accepted.resource().bytes().references()
                            .forEach(key -> referred.add(new ResourceKey(key.type(), names.of(key))));
                }
            }
        }
        List<PhysicalResource> served = new ArrayList<>(resources);
        Subscribers.Made made = new Subscribers(types).of(resources, referred);
        made.resources().forEach(resource -> served.add(ports.apply(resource)));
        Answers answers = new Answers(made.carriers());
        try (EnvoyRun run = new EnvoyRun(); AdsServer server = AdsServer.start(run.socket(), AdsSettings.DEFAULT, answers)) {
            server.publish(PhysicalSnapshot.of(served));
            run.start(envoy);
            answers.await(ofTypes(served, ResourceType.CLUSTER, ResourceType.LISTENER), MOST);
            answers.await(resources.stream().map(PhysicalResource::key).toList(), MORE);
            boolean alive = run.alive();
            StaticCheck.Said said = new StaticCheck(envoy, types).of(served);
            if (json) {
                json(resources, answers, alive, run.log(), out);
                json(said, out);
            } else {
                text(resources, answers, alive, run.log(), out);
                text(said, out);
            }
            return alive && answers.refused().isEmpty() && said.valid();
        } catch (IOException e) {
            throw new IllegalStateException("--verify " + envoy + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("--verify was interrupted", e);
        }
    }

    private static List<ResourceKey> ofTypes(List<PhysicalResource> resources, ResourceType one, ResourceType other) {
        return resources.stream().map(PhysicalResource::key).filter(key -> key.type() == one || key.type() == other).toList();
    }

    private static List<ResourceKey> silent(List<PhysicalResource> resources, Answers answers) {
        Map<ResourceKey, String> refused = answers.refused();
        Set<ResourceKey> accepted = answers.accepted();
        return resources.stream().map(PhysicalResource::key)
                .filter(key -> !accepted.contains(key) && !refused.containsKey(key)).sorted().toList();
    }

    private static void text(
            List<PhysicalResource> resources, Answers answers, boolean alive, List<String> log, PrintWriter out) {
        Set<ResourceKey> accepted = answers.accepted();
        long count = resources.stream().filter(resource -> accepted.contains(resource.key())).count();
        out.println("Envoy " + (alive ? "took " : "ended; it took ") + count + " of " + resources.size() + " resources");
        answers.refused().forEach((key, detail) -> out.println("  refused " + key + ": " + detail));
        silent(resources, answers).forEach(key -> out.println("  did not answer to " + key + ": nothing asked for it in time"));
        log.forEach(line -> out.println("  log: " + line));
    }

    private static void json(
            List<PhysicalResource> resources, Answers answers, boolean alive, List<String> log, PrintWriter out) {
        JsonArray refused = new JsonArray();
        answers.refused().forEach((key, detail) -> {
            JsonObject entry = object(key);
            entry.addProperty("detail", detail);
            refused.add(entry);
        });
        JsonArray silent = new JsonArray();
        silent(resources, answers).forEach(key -> silent.add(object(key)));
        JsonArray lines = new JsonArray();
        log.forEach(lines::add);
        JsonObject answer = new JsonObject();
        answer.addProperty("alive", alive);
        answer.addProperty("accepted", answers.accepted().size());
        answer.add("refused", refused);
        answer.add("unanswered", silent);
        answer.add("log", lines);
        JsonObject line = new JsonObject();
        line.add("envoy", answer);
        out.println(line);
    }

    private static void text(StaticCheck.Said said, PrintWriter out) {
        out.println("Envoy's --mode validate " + (said.valid() ? "took " : "refused a bootstrap with ") + said.resources()
                + " clusters and listeners as static resources");
        said.log().forEach(line -> out.println("  log: " + line));
    }

    private static void json(StaticCheck.Said said, PrintWriter out) {
        JsonArray lines = new JsonArray();
        said.log().forEach(lines::add);
        JsonObject answer = new JsonObject();
        answer.addProperty("resources", said.resources());
        answer.addProperty("valid", said.valid());
        answer.add("log", lines);
        JsonObject line = new JsonObject();
        line.add("validate", answer);
        out.println(line);
    }

    private static JsonObject object(ResourceKey key) {
        ResourceName name = key.name();
        JsonObject object = new JsonObject();
        object.addProperty("type", key.type().typeUrl());
        object.addProperty("name", name.value());
        return object;
    }
}
