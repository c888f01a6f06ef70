package mesh.warren.cli.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import mesh.warren.demo.mesh.MeshSidecar;
import mesh.warren.model.id.Tenant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code warren plan} of sidecars given as binary discovery responses. */
@Tag("process")
class PlanCommandTest {

    private static final Path GOLDEN = Path.of("src/test/resources/mesh/warren/cli/plan");
    private static final String CLUSTER = "type.googleapis.com/envoy.config.cluster.v3.Cluster";

    @TempDir
    private Path folder;

    /** Five sidecars alike, and one with a limit of its own for one Service. */
    private List<Path> sidecars() throws IOException {
        List<Path> paths = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            paths.add(Responses.write(folder, MeshSidecar.of(i, 20).sidecar()));
        }
        paths.add(Responses.write(folder, new MeshSidecar("odd", new Tenant("team-1"), 20, 3, 4).sidecar()));
        return paths;
    }

    @Test
    void thePlanForPeople() throws IOException {
        Run run = Run.plan(sidecars(), "--pods", "50", "--nodes", "10");
        assertEquals(PlanCommand.PLANNED, run.status, run::toString);
        assertEquals(Files.readString(GOLDEN.resolve("plan.txt")), 
                run.out.substring(0, run.out.indexOf("  private memory, MiB")).replaceAll("(?m)^(  \\w+ +(?:\\d+ +){3})\\d+$", "$1(bytes)"));
    }

    @Test
    void thePlanForProgramsHasTheShapeThatIsPromised() throws IOException {
        Run run = Run.plan(sidecars(), "--output", "json");
        JsonObject root = JsonParser.parseString(run.out).getAsJsonObject();
        assertEquals(Set.of("types", "apart", "memory"), root.keySet());
        JsonObject golden = JsonParser.parseString(Files.readString(GOLDEN.resolve("plan.json"))).getAsJsonObject();
        JsonObject types = root.getAsJsonObject("types").deepCopy();
        types.entrySet().forEach(type -> type.getValue().getAsJsonObject().remove("physicalBytes"));
        assertEquals(golden.get("types"), types);
        assertEquals(golden.get("apart"), root.get("apart"));
        assertEquals(Set.of("virtual", "physical", "virtualBytes", "physicalBytes"),
                root.getAsJsonObject("types").getAsJsonObject(CLUSTER).keySet());
    }

    @Test
    void theFieldThatKeepsAPodApartIsNamed() throws IOException {
        Run run = Run.plan(sidecars());
        assertTrue(run.out.contains("1 pod differs at Cluster.circuit_breakers.thresholds[].max_connections.value"), run::toString);
    }

    @Test
    void aRefusalIsCountedWithRuleAndRemedyAndTheExitStatusSaysSo() throws IOException {
        Path sidecar = Responses.write(folder, MeshSidecar.of(0, 4).sidecar());
        Responses.refuse(sidecar);
        Run run = Run.plan(List.of(sidecar));
        assertEquals(PlanCommand.REFUSED, run.status, run::toString);
        assertTrue(run.out.contains("1 of 1 pods: Cluster.name is name, such as"), run::toString);
    }

    @Test
    void plotsAreFilesOfTheirKind() throws IOException {
        List<Path> sidecars = sidecars();
        Path svg = folder.resolve("plan.svg");
        Path png = folder.resolve("plan.png");
        assertEquals(0, Run.plan(sidecars, "--plot", svg.toString()).status);
        assertEquals(0, Run.plan(sidecars, "--plot", png.toString()).status);
        assertTrue(Files.readString(svg).contains("<svg "));
        assertEquals(800, ImageIO.read(png.toFile()).getWidth());
    }

    @Test
    void sidecarsOfAnotherTenantDoNotShareWhatKeepsState() throws IOException {
        List<Path> dumps = new ArrayList<>();
        for (String tenant : List.of("red", "green")) {
            Path responses = Responses.write(folder, new MeshSidecar("app-" + tenant, new Tenant(tenant), 4, 1, 2).sidecar());
            Files.writeString(responses.resolve("node.json"), """
                    {"configs": [{"@type": "type.googleapis.com/envoy.admin.v3.BootstrapConfigDump", "bootstrap": {"node":
                      {"id": "sidecar~10.0.0.1~app-%1$s.%1$s~%1$s.svc.cluster.local"}}}]}
                    """.formatted(tenant));
            dumps.add(responses);
        }
        Run run = Run.plan(dumps);
        assertTrue(run.out.contains("2 sidecars of 2 tenants"), run::toString);
        assertTrue(run.out.contains("1 pod of other tenants: Cluster is one tenant's, by"
                + " envoy.config.cluster.v3.CircuitBreakers.Thresholds.max_connections"), run::toString);
    }
}
