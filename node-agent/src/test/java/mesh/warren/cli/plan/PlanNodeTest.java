package mesh.warren.cli.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mesh.warren.agent.downstream.AdsServer;
import mesh.warren.agent.downstream.EnvoyObserver;
import mesh.warren.agent.envoy.AdminClient;
import mesh.warren.agent.envoy.EnvoyFolder;
import mesh.warren.agent.envoy.EnvoyNode;
import mesh.warren.agent.envoy.EnvoySupervisor;
import mesh.warren.agent.envoy.EnvoyWatcher;
import mesh.warren.demo.mesh.MeshSidecar;
import mesh.warren.model.plan.Sidecar;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code warren plan} of what a real Envoy dumps, and with a real Envoy to measure. */
@Tag("node")
class PlanNodeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SERVICES = 10;

    @TempDir
    private Path folder;

    /** The page {@code /config_dump?include_eds} of an Envoy with this configuration. */
    private static String dump(Sidecar sidecar) throws Exception {
        List<PhysicalResource> resources = sidecar.resources().stream().map(sent -> {
            ResourceType type = ResourceType.ofUrl(sent.typeUrl()).orElseThrow();
            return PhysicalResource.of(ResourceKey.of(type, MeshSidecar.nameOf(sent)), UnsafeByteOperations.unsafeWrap(sent.bytes()));
        }).toList();
        try (EnvoyNode node = new EnvoyNode()) {
            AdsServer ads = node.startServer(EnvoyObserver.NONE);
            ads.publish(PhysicalSnapshot.of(resources));
            EnvoySupervisor envoy = EnvoySupervisor.start(node.launch(), EnvoyWatcher.NONE);
            try {
                envoy.awaitReady(PATIENCE);
                for (PhysicalResource resource : resources) {
                    ads.whenServed(resource.key()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                }
                return new AdminClient(EnvoyFolder.create(node.launch()).adminSocket(), PATIENCE).configDump();
            } finally {
                envoy.terminate();
            }
        }
    }

    @Test
    void aRealEnvoysDumpIsPlannedAsWhatItWasSent() throws Exception {
        Sidecar sidecar = MeshSidecar.of(0, SERVICES).sidecar();
        Path responses = Responses.write(folder, sidecar);
        Path dump = Files.writeString(folder.resolve("dump"), dump(sidecar));
        String sent = counts(Run.plan(List.of(responses, responses), "--output", "json"));
        assertEquals(sent, counts(Run.plan(List.of(dump, dump), "--output", "json")));
        Path wrapped = Files.writeString(folder.resolve("wrapped.json"),
                "[{\"sidecar\": {\"configDump\": " + Files.readString(dump).replace("\"dynamic_active_clusters\"", "\"dynamicActiveClusters\"") + "}}]\n");
        assertEquals(sent, counts(Run.plan(List.of(dump, wrapped), "--output", "json")));
    }

    /** Without bytes: endpoints are dumped as Envoy has them, with what was left at its default. */
    private static String counts(Run run) {
        assertEquals(PlanCommand.PLANNED, run.status, run::toString);
        JsonObject types = JsonParser.parseString(run.out).getAsJsonObject().getAsJsonObject("types");
        types.entrySet().forEach(type -> {
            type.getValue().getAsJsonObject().remove("virtualBytes");
            type.getValue().getAsJsonObject().remove("physicalBytes");
        });
        return types.toString();
    }

    @Test
    void measuringLoadsBothAndReplacesThePrediction() throws IOException {
        List<Path> all = List.of(Responses.write(folder, MeshSidecar.of(0, SERVICES).sidecar()),
                Responses.write(folder, MeshSidecar.of(1, SERVICES).sidecar()));
        Run run = Run.plan(all, "--measure", EnvoyNode.binary().toString(), "--measure-most", "1", "--output", "json");
        assertEquals(PlanCommand.PLANNED, run.status, run::toString);
        assertTrue(!run.err.contains("refused"), run::toString);
        JsonObject memory = JsonParser.parseString(run.out).getAsJsonObject().getAsJsonObject("memory");
        assertEquals("measured", memory.get("source").getAsString());
        long envoy = memory.getAsJsonObject("node").get("envoy").getAsLong();
        assertTrue(envoy > 8L << 20 && envoy < 100L << 20, run::toString);
    }
}
