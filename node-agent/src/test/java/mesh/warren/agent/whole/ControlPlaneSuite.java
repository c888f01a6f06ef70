package mesh.warren.agent.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import mesh.warren.agent.domain.Protocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** What a real control plane does for twenty virtual Envoys, as it does for sidecars. In order, since a node is dear: each leaves it whole. */
@Tag("control-planes")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ControlPlaneSuite {

    private final ControlPlaneProgram program;
    private final Protocol protocol;
    private FedNode node;

    ControlPlaneSuite(ControlPlaneProgram program, Protocol protocol) {
        this.program = program;
        this.protocol = protocol;
    }

    @BeforeAll
    void start() throws IOException {
        node = FedNode.start(program, protocol);
    }

    @AfterAll
    void stop() throws IOException {
        if (node != null) {
            node.close();
        }
    }

    @Test
    @Order(1)
    void theControlPlaneSeesEachPodAsASidecarOfItsOwn() throws IOException {
        Set<String> all = new HashSet<>();
        IntStream.range(0, FedNode.PODS).forEach(i -> all.add(FedNode.nodeId(i)));
        all.add("plain.fed");
        String heard = protocol == Protocol.REST ? "ask" : "ack";
        WholeNode.await("every sidecar is heard of", () -> node.first().nodes(heard, "listener").equals(all)
                && node.first().nodes(heard, "endpoint").containsAll(all) || node.first().nodes(heard, "loadassignment").containsAll(all));
        assertEquals(List.of(), node.first().refusals());
    }

    @Test
    @Order(2)
    void requestByRequestTheAnswersAreThoseOfAPlainSidecar() throws IOException {
        List<Ask> asks = List.of(Ask.http("/"), Ask.http("/nothing"), Ask.http("/old"), Ask.http("/split", "x-share: 10"),
                Ask.http("/split", "x-share: 99"), Ask.http("/retried"), Ask.http("/moved"), Ask.http("/only"), Ask.line());
        for (Ask ask : asks) {
            String wanted = ask.from(node.plain());
            for (WholePod pod : node.pods()) {
                assertEquals(wanted, ask.from(pod), pod.pod().name() + " " + ask);
            }
        }
        assertTrue(Ask.http("/split", "x-share: 10").from(node.pod(0)).contains("pod=one"));
        assertTrue(Ask.http("/split", "x-share: 99").from(node.pod(0)).contains("pod=two"));
        assertTrue(Ask.http("/retried").from(node.pod(0)).contains("pod=two"));
    }

    @Test
    @Order(3)
    void anUpdateUnderTrafficLosesNoRequest() throws Exception {
        AtomicBoolean stopped = new AtomicBoolean();
        List<String> failed = Collections.synchronizedList(new ArrayList<>());
        List<Thread> callers = node.pods().subList(0, 4).stream().map(pod -> Thread.ofPlatform().start(() -> {
            while (!stopped.get()) {
                try {
                    String answer = Ask.http("/").from(pod);
                    if (!answer.startsWith("HTTP/1.1 200")) {
                        failed.add(answer);
                    }
                } catch (IOException e) {
                    failed.add(e.toString());
                }
            }
        })).toList();
        node.changeAll(world -> world.plain("two"));
        node.awaitAll(Ask.http("/"), "pod=two");
        stopped.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
        assertEquals(List.of(), failed);
    }

    @Test
    @Order(4)
    void aServiceThatIsRemovedIsGoneAndTheOthersAreThere() throws IOException {
        node.changeAll(SidecarWorld::retire);
        node.awaitAll(Ask.http("/old"), "404");
        node.awaitAll(Ask.http("/"), "pod=two");
    }

    @Test
    @Order(5)
    void aSecretOfTheControlPlaneIsShownAndRotated() throws IOException {
        for (WholePod pod : node.pods()) {
            assertEquals(TlsAsk.from(node.plain()), TlsAsk.from(pod));
        }
        String rotated = node.certificate("second").secret("web-cert");
        node.changeAll(world -> world.secret(rotated));
        for (WholePod pod : node.pods()) {
            WholeNode.await(pod.pod().name() + " shows the new certificate", () -> TlsAsk.from(pod).equals("CN=second"));
        }
    }

    @Test
    @Order(6)
    void aBadPushForOnePodIsRefusedToItAloneAndItsGoodPartIsTaken() throws IOException {
        node.change(world -> world.plain("one").with("""
                {"name": "leak", "type": "STATIC", "connect_timeout": "1s", "load_assignment": {"cluster_name": "leak", "endpoints": [
                  {"lb_endpoints": [{"endpoint": {"address": {"pipe": {"path": "/var/run/docker.sock"}}}}]}]}}"""),
                List.of(FedNode.nodeId(3)));
        node.await(node.pod(3), Ask.http("/"), "pod=one");
        WholeNode.await("the control plane is told", () -> !node.first().refusals().isEmpty());
        assertEquals(Set.of(FedNode.nodeId(3)), node.first().nodes("nack", ""));
        assertTrue(node.first().refusals().getFirst().text().contains("leak"), node.first().refusals().toString());
        assertTrue(Ask.http("/").from(node.pod(4)).contains("pod=two"));
        node.change(world -> world.plain("two").with(""), List.of(FedNode.nodeId(3)));
        node.await(node.pod(3), Ask.http("/"), "pod=two");
    }

    @Test
    @Order(7)
    void withTheControlPlaneKilledRequestsGoOnAndWithItBackChangesCome() throws IOException {
        node.first().kill();
        for (WholePod pod : node.pods()) {
            assertTrue(Ask.http("/").from(pod).contains("pod=two"));
        }
        node.first().start();
        node.changeAll(world -> world.plain("one"));
        node.awaitAll(Ask.http("/"), "pod=one");
    }

    @Test
    @Order(8)
    void aTenantWithAControlPlaneOfItsOwnIsServedByThatOne() throws IOException {
        assertTrue(Ask.http("/").from(node.own()).contains("pod=two"));
        assertTrue(Ask.http("/").from(node.pod(0)).contains("pod=one"));
    }
}
