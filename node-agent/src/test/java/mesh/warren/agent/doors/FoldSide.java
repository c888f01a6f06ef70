package mesh.warren.agent.doors;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import mesh.warren.agent.capture.Capture;
import mesh.warren.agent.downstream.Nack;
import mesh.warren.agent.netns.ListeningSockets;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.agent.netns.TestNetwork;
import mesh.warren.model.capture.CapturePlan;
import mesh.warren.model.capture.Exclusions;
import mesh.warren.model.capture.Family;
import mesh.warren.model.capture.PortRange;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.xds.PhysicalResource;

/**
 * A captured pod at 10.77.0.11, 10.77.0.12, fd77::11, and another at 10.77.0.20, 10.77.0.21, fd77::20 that calls it, on a switch
 * of their own: so that a sidecar and doors can be given the very same connections.
 */
final class FoldSide implements AutoCloseable {

    /** Inbound connections to these ports are not captured: listeners can be bound there. */
    static final PortRange NOT_CAPTURED = new PortRange(9000, 9009);

    private final TestNetwork network = new TestNetwork();
    private final Path pod;
    private final Path caller;
    private AdsEnvoy envoy;

    FoldSide() throws IOException {
        pod = network.pod("pod", 11);
        caller = network.pod("caller", 20);
        TestNetwork.exec(pod, "ip", "addr", "add", "10.77.0.12/24", "dev", "eth0");
        TestNetwork.exec(caller, "ip", "addr", "add", "10.77.0.21/24", "dev", "eth0");
        new Capture().apply(pod, new CapturePlan(EnumSet.allOf(Family.class), CapturePlan.OUTBOUND_DOOR, CapturePlan.INBOUND_DOOR,
                false, new Exclusions(List.of(), List.of(NOT_CAPTURED), List.of(), List.of())));
    }

    Path pod() {
        return pod;
    }

    /** Starts an Envoy in this namespace, gives it these, and waits until it has taken or refused each. */
    void serve(Path netns, Collection<PhysicalResource> resources) throws Exception {
        envoy = new AdsEnvoy(netns);
        envoy.ads().publish(PhysicalSnapshot.of(resources));
        envoy.ads().whenSettled().get(30, TimeUnit.SECONDS);
    }

    /** Names of the resources that Envoy refused. */
    SortedSet<String> refused() {
        TreeSet<String> names = new TreeSet<>();
        envoy.nacks().stream().filter(Nack::isFinal).forEach(nack -> nack.keys().forEach(key -> names.add(key.name().value())));
        return names;
    }

    List<Nack> nacks() {
        return envoy.nacks();
    }

    /** Waits until these are bound in the pod, and no listener waits for anything. */
    void awaitBound(Set<InetSocketAddress> sockets) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!NetnsThread.call(pod, ListeningSockets::here).containsAll(sockets)
                || envoy.stat("listener_manager.total_listeners_warming") > 0) {
            assertTrue(envoy.isAlive() && System.nanoTime() < deadline, () -> sockets + " are not bound; " + envoy.nacks());
            Thread.sleep(10);
        }
    }

    /** The answers to these, in their order. */
    List<String> answers(List<Dialled> calls) throws Exception {
        String[] answers = new String[calls.size()];
        for (boolean inbound : List.of(true, false)) {
            NetnsThread.call(inbound ? caller : pod, () -> {
                for (int i = 0; i < answers.length; i++) {
                    if (calls.get(i).inbound() == inbound) {
                        answers[i] = answer(calls.get(i));
                    }
                }
                return null;
            });
        }
        return new ArrayList<>(List.of(answers));
    }

    private static String answer(Dialled call) throws IOException {
        try {
            return call.answer();
        } catch (SocketTimeoutException e) {
            return "silence";
        }
    }

    @Override
    public void close() throws Exception {
        if (envoy != null) {
            envoy.close();
        }
        network.close();
    }
}
