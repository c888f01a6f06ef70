package mesh.warren.demo.leftovers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import mesh.warren.agent.capture.Capture;
import mesh.warren.agent.netns.Netns;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.agent.netns.Pin;
import mesh.warren.agent.netns.Pins;
import mesh.warren.agent.netns.TestNetwork;
import mesh.warren.model.id.NetnsId;
import mesh.warren.model.id.PodUid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("node")
class LeftoversTest {

    @TempDir
    private Path temporary;

    private final TestNetwork network = new TestNetwork();

    @AfterEach
    void takeDown() throws IOException {
        network.close();
    }

    @Test
    void eachKindIsFoundAndNothingIsFoundAfterwards() throws Exception {
        Path folder = temporary.toRealPath().resolve("run");
        Path netns = network.namespace("a");
        NetnsId id = Netns.identify(netns);
        Pins pins = Pins.in(folder);
        Pin pin = pins.create(new PodUid("pod"), netns);
        Process inside = NetnsThread.call(netns, () -> new ProcessBuilder("cat").start());
        Process named = new ProcessBuilder("tail", "-f", Files.createFile(folder.resolve("log")).toString()).start();
        Traces traces = new Traces(List.of(folder), network.prefix(), Set.of(id));
        try {
            List<Leftover> found = Leftovers.of(traces);
            String all = found.stream().map(Leftover::toString).collect(Collectors.joining("\n"));
            assertTrue(all.contains("namespace " + netns), all);
            assertTrue(all.contains("mount " + pin.path() + " (nsfs)"), all);
            assertTrue(all.contains("process " + inside.pid() + " cat"), all);
            assertTrue(all.contains("process " + named.pid() + " tail"), all);
            assertTrue(all.contains("file " + folder.resolve("log")), all);
        } finally {
            inside.destroyForcibly().waitFor();
            named.destroyForcibly().waitFor();
            pins.destroy();
            Files.delete(folder.resolve("log"));
            Files.delete(folder);
            network.close();
        }
        assertEquals(List.of(), Leftovers.of(traces));
    }

    @Test
    void anInterfaceAndATableInTheOwnNamespaceAreFound() throws Exception {
        Path netns = network.namespace("a");
        TestNetwork.exec(netns, "ip", "link", "add", "wkx-bridge", "type", "bridge");
        TestNetwork.exec(netns, "nft", "add", "table", "inet", "warren");
        assertEquals(List.of("inet warren"), Capture.tables(netns));
        assertEquals(Set.of(Leftover.Kind.INTERFACE, Leftover.Kind.RULES),
                Leftovers.inNamespace(netns, new Traces(List.of(), "wkx-", Set.of())).stream().map(Leftover::kind).collect(Collectors.toSet()));
    }

    @Test
    void tracesThatWouldMeanTheWholeMachineAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Traces(List.of(), "", Set.of()));
        assertThrows(IllegalArgumentException.class, () -> new Traces(List.of(Path.of("/")), "wk-", Set.of()));
        assertThrows(IllegalArgumentException.class, () -> new Traces(List.of(Path.of("run")), "wk-", Set.of()));
    }
}
