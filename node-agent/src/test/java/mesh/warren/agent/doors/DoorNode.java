package mesh.warren.agent.doors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mesh.warren.agent.capture.Capture;
import mesh.warren.agent.netns.ListeningSockets;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.agent.netns.Pins;
import mesh.warren.agent.netns.TestNetwork;
import mesh.warren.agent.netns.VoidNetns;
import mesh.warren.model.address.Cidr;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.builtin.BuiltinEnvoy;
import mesh.warren.model.builtin.BuiltinSettings;
import mesh.warren.model.capture.CapturePlan;
import mesh.warren.model.capture.Exclusions;
import mesh.warren.model.capture.Family;
import mesh.warren.model.id.Domain;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.listen.DoorLimits;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.xds.PhysicalResource;

/** Pods in real network namespaces, captured, and a real Envoy in the void that gets its resources from the real ADS server. */
final class DoorNode implements AutoCloseable {

    private final TestNetwork network = new TestNetwork();
    private final Path folder = Files.createTempDirectory("wk-doors-");
    private final Pins pins = Pins.in(folder.resolve("run"));
    private final VoidNetns empty = VoidNetns.findOrCreate(pins);
    private final List<Application> applications = new ArrayList<>();
    private final AdsEnvoy envoy;

    /** @param arguments more of them for Envoy's command line */
    DoorNode(String... arguments) throws IOException {
        envoy = new AdsEnvoy(empty.path(), arguments);
    }

    /** Settings for these pods: services in 10.96.0.0/12 and fd00:96::/112. */
    BuiltinSettings settings() {
        return new BuiltinSettings(new Domain("local"), "test-node", empty.path().toString(),
                new TreeSet<>(List.of(Cidr.parse("10.96.0.0/12"), Cidr.parse("fd00:96::/112"))));
    }

    /** The void, as Envoy sees it. */
    String emptyPath() {
        return empty.path().toString();
    }

    /** A pod at 10.77.0.N and fd77::N whose traffic is captured. */
    PodNetwork captured(String name, int n) throws IOException {
        PodNetwork pod = plain(name, n);
        new Capture().apply(Path.of(pod.pin()), new CapturePlan(EnumSet.allOf(Family.class), CapturePlan.OUTBOUND_DOOR,
                CapturePlan.INBOUND_DOOR, true, Exclusions.NONE));
        return pod;
    }

    /** A pod at 10.77.0.N and fd77::N that Warren leaves alone. */
    PodNetwork plain(String name, int n) throws IOException {
        Path netns = network.pod(name, n);
        PodUid uid = new PodUid(name);
        return new PodNetwork(uid, PodName.parse("shop/" + name), pins.create(uid, netns).path().toString(),
                new TreeSet<>(List.of(IpAddress.parse("10.77.0." + n), IpAddress.parse("fd77::" + n))), true, DoorLimits.DEFAULT, Optional.empty());
    }

    /**
     * A pod without rules of capture, in which the kernel tracks connections, as it does where there are any: only then does a
     * connection that was not redirected have an original destination too.
     */
    PodNetwork tracked(String name, int n) throws Exception {
        // A chain alone does not make the kernel track; a rule that redirects does, if nothing but port 1.
        return redirected(name, n, "tcp dport 1 redirect to :2");
    }

    /** A pod with this rule only for what it sends: a capture that exempts nothing. */
    PodNetwork redirected(String name, int n, String rule) throws Exception {
        PodNetwork pod = plain(name, n);
        Process nft = NetnsThread.call(Path.of(pod.pin()), () -> new ProcessBuilder(
                "nft", "add table inet t; add chain inet t o { type nat hook output priority -100 ; };"
                        + " add rule inet t o " + rule)
                .inheritIO().start());
        assertEquals(0, nft.waitFor());
        return pod;
    }

    /** The switch, where no capture is. */
    Path node() {
        return network.node();
    }

    Application application(PodNetwork pod, String address, int port) throws IOException {
        Application application = new Application(Path.of(pod.pin()), pod.name().name(), address, port);
        applications.add(application);
        return application;
    }

    static Caller from(PodNetwork pod) {
        return new Caller(Path.of(pod.pin()));
    }

    /** Serves these, and waits until Envoy has them all: the doors must name every chain. */
    void serve(BuiltinEnvoy builtin, PhysicalResource... doors) throws Exception {
        List<PhysicalResource> all = new ArrayList<>(List.of(doors));
        all.addAll(builtin.plain());
        serve(all);
    }

    /** The same, without a built-in virtual Envoy. */
    void serve(List<PhysicalResource> all) throws Exception {
        serve(all, List.of());
    }

    /** The same, with others that Envoy asks for only at their first use. */
    void serve(List<PhysicalResource> all, List<PhysicalResource> onDemand) throws Exception {
        envoy.ads().publish(PhysicalSnapshot.of(Stream.concat(all.stream(), onDemand.stream()).toList()));
        for (PhysicalResource resource : all) {
            envoy.ads().whenServed(resource.key()).get(20, TimeUnit.SECONDS);
        }
        assertTrue(envoy.nacks().isEmpty(), () -> envoy.nacks().toString());
    }

    /** Waits until the doors of these pods are bound: Envoy's ACK comes before that. */
    void awaitDoors(PodNetwork... pods) throws Exception {
        Set<InetSocketAddress> doors = Stream.of("127.0.0.1:15001", "::1:15001", "0.0.0.0:15006", ":::15006")
                .map(door -> new InetSocketAddress(InetAddress.ofLiteral(door.substring(0, door.length() - 6)),
                        Integer.parseInt(door.substring(door.length() - 5))))
                .collect(Collectors.toSet());
        awaitBound(doors, pods);
    }

    /** Waits until this one is bound in the pod's namespace. */
    void awaitDoor(PodNetwork pod, String address, int port) throws Exception {
        awaitBound(Set.of(new InetSocketAddress(InetAddress.ofLiteral(address), port)), pod);
    }

    private void awaitBound(Set<InetSocketAddress> doors, PodNetwork... pods) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        for (PodNetwork pod : pods) {
            while (!NetnsThread.call(Path.of(pod.pin()), ListeningSockets::here).containsAll(doors)) {
                assertTrue(envoy.isAlive() && System.nanoTime() < deadline, () -> "doors of " + pod.name() + " are not bound");
                Thread.sleep(10);
            }
        }
    }

    /** The value of a counter or gauge. */
    long stat(String name) throws IOException {
        return envoy.stat(name);
    }

    @Override
    public void close() throws Exception {
        envoy.close();
        for (Application application : applications) {
            application.close();
        }
        pins.destroy();
        network.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
