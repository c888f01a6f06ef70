package mesh.warren.agent.views;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import mesh.warren.agent.cluster.ClusterView;
import mesh.warren.agent.domain.ControlPlane;
import mesh.warren.agent.domain.DomainRule;
import mesh.warren.agent.domain.Domains;
import mesh.warren.agent.domain.Protocol;
import mesh.warren.agent.domain.ServerAddress;
import mesh.warren.agent.downstream.Nack;
import mesh.warren.agent.downstream.StreamId;
import mesh.warren.agent.publish.FakeEnvoy;
import mesh.warren.agent.publish.Publisher;
import mesh.warren.agent.publish.Served;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.registry.RegistrySnapshot;
import mesh.warren.agent.settings.AgentSettings.Ipv6;
import mesh.warren.agent.settings.CaptureSettings;
import mesh.warren.model.address.Cidr;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.builtin.BuiltinSettings;
import mesh.warren.model.capture.Exclusions;
import mesh.warren.model.id.Domain;
import mesh.warren.model.id.NetnsId;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.listen.ClientAddress;
import mesh.warren.model.listen.DoorLimits;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.snapshot.Push;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/** Views and publisher between control planes and an Envoy that are both scripts. The tenant {@code bank} has no control plane. */
final class FedNode implements AutoCloseable {

    private static final ApiTable TABLE = ApiTable.committed();

    final FakeEnvoy envoy;
    final RecordingStreams streams = new RecordingStreams();
    final Views views;
    final Publisher publisher;

    FedNode(FakeEnvoy envoy) {
        this(envoy, pod -> PodTerms.DEFAULT);
    }

    FedNode(FakeEnvoy envoy, Function<PodRecord, PodTerms> terms) {
        this(envoy, terms, envoy);
    }

    /** @param served where the publisher hands over, before Envoy */
    FedNode(FakeEnvoy envoy, Function<PodRecord, PodTerms> terms, Served served) {
        this.envoy = envoy;
        BuiltinSettings builtin = new BuiltinSettings(new Domain("local"), "node", "/void", new TreeSet<>(List.of(Cidr.parse("10.96.0.0/12"))));
        ControlPlane plane = ControlPlane.plain("mesh", ServerAddress.parse("127.0.0.1:1"), Protocol.DELTA);
        Domains domains = new Domains(List.of(plane),
                List.of(new DomainRule(Set.of(PodName.parse("shop/x").tenant()), Map.of(), Map.of(), Map.of(), Optional.of(plane.domain()))));
        views = new ViewsParts(builtin, TABLE, new CaptureSettings(DoorSettings.DEFAULT, ClientAddress.KEPT, Exclusions.NONE), () -> domains,
                Optional.empty(), InstantSource.system(), terms).views();
        publisher = new Publisher(Ipv6.OFF, tenant -> DoorLimits.DEFAULT, InstantSource.system(), views);
        streams.begin(views);
        publisher.begin(served);
        views.begin(publisher::views, streams);
        views.cluster(ClusterView.EMPTY);
        envoy.report(publisher);
    }

    void pods(PodRecord... pods) {
        TreeMap<PodUid, PodRecord> all = new TreeMap<>();
        List.of(pods).forEach(pod -> all.put(pod.uid(), pod));
        views.pods(new RegistrySnapshot(all));
        Set<PodUid> fed = all.values().stream().filter(pod -> pod.name().toString().startsWith("shop/")).map(PodRecord::uid)
                .collect(Collectors.toSet());
        await(() -> streams.joined().equals(fed));
    }

    /** A whole sidecar's configuration: one Service at this address. */
    void serve(PodRecord pod, String address) {
        streams.push(pod.uid(), ResourceType.CLUSTER, Map.of("web", Sent.eds("web", 1)));
        streams.push(pod.uid(), ResourceType.ENDPOINTS, Map.of("web", Sent.endpoints("web", address)));
        streams.push(pod.uid(), ResourceType.ROUTES, Map.of("routes", Sent.routes("routes", "web")));
        streams.push(pod.uid(), ResourceType.LISTENER, Map.of("outbound", Sent.outbound("routes"), "inbound", Sent.inbound("web")));
    }

    void settle() {
        await(() -> views.idle() && publisher.idle() && views.idle());
    }

    /** Envoy refuses what it was sent under this name. */
    void refuse(ResourceKey key, String detail) {
        PhysicalResource resource = envoy.all().get(key);
        publisher.refused(new Nack(new StreamId(1, "test"), new Push(1, key.type(), List.of(resource), List.of()), detail));
    }

    Set<String> names(ResourceType type) {
        return envoy.all().keySet().stream().filter(key -> key.type() == type).map(key -> key.name().value()).collect(Collectors.toSet());
    }

    String answer(long push) {
        await(() -> streams.answer(push).isPresent());
        return streams.answer(push).orElseThrow();
    }

    static PodRecord pod(String name, int n) {
        return new PodRecord(new PodUid(Integer.toString(n)), PodName.parse(name), "container-" + n, "eth0", Path.of("/run/netns/" + n),
                new NetnsId(4, n), Path.of("/pins/" + n), List.of(InetAddress.ofLiteral("10.244.0." + n)), Map.of());
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "waited for 20 s");
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        views.close();
        publisher.close();
    }
}
