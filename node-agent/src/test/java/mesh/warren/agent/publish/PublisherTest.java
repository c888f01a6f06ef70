package mesh.warren.agent.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import mesh.warren.agent.downstream.Nack;
import mesh.warren.agent.downstream.StreamId;
import mesh.warren.agent.cluster.ClusterView;
import mesh.warren.agent.domain.Domains;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.registry.RegistrySnapshot;
import mesh.warren.agent.settings.AgentSettings.Ipv6;
import mesh.warren.agent.settings.CaptureSettings;
import mesh.warren.agent.views.PodTerms;
import mesh.warren.agent.views.Views;
import mesh.warren.agent.views.ViewsParts;
import mesh.warren.model.address.Cidr;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.builtin.BuiltinSettings;
import mesh.warren.model.builtin.EndpointSlice;
import mesh.warren.model.builtin.Service;
import mesh.warren.model.builtin.ServiceName;
import mesh.warren.model.builtin.ServicePort;
import mesh.warren.model.builtin.Transport;
import mesh.warren.model.capture.Exclusions;
import mesh.warren.model.id.Domain;
import mesh.warren.model.id.NetnsId;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.id.Tenant;
import mesh.warren.model.listen.ClientAddress;
import mesh.warren.model.listen.DoorLimits;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.share.ClassInfo;
import mesh.warren.model.snapshot.Push;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
class PublisherTest {

    private static final ApiTable TABLE = ApiTable.committed();
    private static final ResourceKey ENDPOINTS = ResourceKey.of(ResourceType.ENDPOINTS, "local/10.96.0.10:80");

    private final FakeEnvoy envoy = new FakeEnvoy();
    private Publisher publisher;
    private Views views;

    @BeforeEach
    void start() {
        publisher = publisher();
        envoy.report(publisher);
    }

    @AfterEach
    void stop() {
        views.close();
        publisher.close();
    }

    @Test
    void withoutPodsThereAreNoResources() {
        publish(cluster("10.244.0.5"));
        assertEquals(Map.of(), envoy.all());
    }

    @Test
    void podsOfAllTenantsShareEverythingButTheirDoors() {
        publish(cluster("10.244.0.5"), pod("shop/a", 1), pod("bank/b", 2), pod("bank/c", 3));
        assertEquals(6, count(ResourceType.LISTENER));
        assertEquals(4, count(ResourceType.CHAIN));
        assertEquals(Set.of("local/10.96.0.10:80", "local/pass", "local/inbound"), names(ResourceType.CLUSTER));
        assertEquals(Set.of(3), publisher.classes().join().stream().map(ClassInfo::members).collect(Collectors.toSet()));
    }

    @Test
    void aPodThatJoinsAddsItsDoorsAndNothingElse() {
        publish(cluster("10.244.0.5"), pod("shop/a", 1));
        envoy.sent();
        pods(pod("shop/a", 1), pod("shop/b", 2));
        assertEquals(List.of("shop/b/2/inbound", "shop/b/2/outbound"), sentNames());
    }

    @Test
    void anEndpointChangeIsOneResource() {
        publish(cluster("10.244.0.5"), pod("shop/a", 1), pod("bank/b", 2));
        envoy.sent();
        views.cluster(cluster("10.244.0.6"));
        settle();
        assertEquals(List.of(ENDPOINTS), envoy.sent());
    }

    @Test
    void aPodThatLeavesWhileEnvoyIsBusyDoesNotMoveOthersToAnotherName() {
        publish(cluster("10.244.0.5"), pod("shop/a", 1), pod("shop/b", 2));
        envoy.sent();
        envoy.hang();
        views.cluster(cluster("10.244.0.6"));
        views.pods(registry(pod("shop/a", 1)));
        await(() -> count(ResourceType.LISTENER) == 2);
        views.cluster(cluster("10.244.0.7"));
        await(() -> targets().contains("10.244.0.7"));
        envoy.goOn();
        settle();
        assertEquals(Set.of("local/10.96.0.10:80"), names(ResourceType.ENDPOINTS));
        assertEquals(Set.of(1), publisher.classes().join().stream().map(ClassInfo::members).collect(Collectors.toSet()));
    }

    /** A door computes the name of a dispatch cluster: only while there is one class of it, under its plain name, is that right. */
    @Test
    void dispatchClustersHaveTheirPlainNameAndAllPodsWhateverHappens() {
        Random random = new Random(7);
        publish(cluster("10.244.0.5"), pod("shop/a", 1));
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(4)) {
                case 0 -> views.cluster(cluster("10.244.0." + random.nextInt(5, 9)));
                case 1 -> envoy.hang();
                case 2 -> envoy.goOn();
                default -> views.pods(registry(random.nextBoolean() ? new PodRecord[] {pod("shop/a", 1), pod("bank/b", 2)}
                        : new PodRecord[] {pod("shop/a", 1)}));
            }
            await(views::idle);
            publisher.classes().join().stream().filter(known -> known.virtual().name().value().indexOf(':') >= 0)
                    .forEach(known -> assertEquals("local/" + known.virtual().name(), known.physical().name().value()));
        }
        envoy.goOn();
        pods(pod("shop/a", 1), pod("bank/b", 2));
        assertEquals(Set.of(2), publisher.classes().join().stream().map(ClassInfo::members).collect(Collectors.toSet()));
    }

    @Test
    void whenTheLastPodLeavesNothingStays() {
        publish(cluster("10.244.0.5"), pod("shop/a", 1));
        pods();
        await(() -> envoy.all().isEmpty());
        assertEquals(List.of(), publisher.classes().join());
    }

    @Test
    void anAgentThatStartsAgainSendsNothing() {
        publish(cluster("10.244.0.5"), pod("shop/a", 1), pod("bank/b", 2));
        envoy.sent();
        views.close();
        publisher.close();
        publisher = publisher();
        views.cluster(cluster("10.244.0.5"));
        views.pods(registry(pod("bank/b", 2), pod("shop/a", 1)));
        envoy.report(publisher);
        await(() -> publisher.published().size() > 0);
        settle();
        assertEquals(List.of(), envoy.sent());
    }

    @Test
    void whatEnvoyRefusesGoesBackToWhatItHad() {
        publish(cluster("10.244.0.5"), pod("shop/a", 1), pod("bank/b", 2));
        PhysicalResource good = envoy.all().get(ENDPOINTS);
        envoy.hang();
        views.cluster(cluster("10.244.0.6"));
        await(() -> !envoy.all().get(ENDPOINTS).equals(good));
        publisher.refused(new Nack(new StreamId(1, "test"),
                new Push(1, ResourceType.ENDPOINTS, List.of(envoy.all().get(ENDPOINTS)), List.of()), "no such thing"));
        envoy.goOn();
        await(() -> envoy.all().get(ENDPOINTS).equals(good));
    }

    private Publisher publisher() {
        BuiltinSettings settings = new BuiltinSettings(
                new Domain("local"), "node", "/void", new TreeSet<>(List.of(Cidr.parse("10.96.0.0/12"))));
        views = new ViewsParts(settings, TABLE, new CaptureSettings(DoorSettings.DEFAULT, ClientAddress.KEPT, Exclusions.NONE),
                () -> Domains.BUILT_IN, Optional.empty(), InstantSource.system(), pod -> PodTerms.DEFAULT).views();
        Publisher made = new Publisher(Ipv6.OFF, tenant -> DoorLimits.DEFAULT, InstantSource.system(), views);
        made.begin(envoy);
        views.begin(made::views, null);
        return made;
    }

    private void publish(ClusterView cluster, PodRecord... pods) {
        views.cluster(cluster);
        pods(pods);
    }

    private void pods(PodRecord... pods) {
        views.pods(registry(pods));
        settle();
    }

    private void settle() {
        await(() -> views.idle() && publisher.idle());
    }

    private static ClusterView cluster(String target) {
        ServiceName web = new ServiceName(new Tenant("shop"), "web");
        Service service = new Service(web, Service.Kind.CLUSTER_IP, List.of(IpAddress.parse("10.96.0.10")),
                List.of(new ServicePort("http", 80, Transport.TCP, Optional.empty())), false, false, false);
        EndpointSlice slice = new EndpointSlice(web, "web-1", List.of(new EndpointSlice.Port("http", 8080, Transport.TCP)),
                List.of(EndpointSlice.Endpoint.ready(IpAddress.parse(target), "node")));
        return new ClusterView(List.of(service), List.of(slice), new TreeMap<>(), new TreeMap<>(), List.of());
    }

    private static RegistrySnapshot registry(PodRecord... pods) {
        TreeMap<PodUid, PodRecord> all = new TreeMap<>();
        List.of(pods).forEach(pod -> all.put(pod.uid(), pod));
        return new RegistrySnapshot(all);
    }

    private long count(ResourceType type) {
        return envoy.all().keySet().stream().filter(key -> key.type() == type).count();
    }

    private Set<String> names(ResourceType type) {
        return envoy.all().keySet().stream().filter(key -> key.type() == type).map(key -> key.name().value()).collect(Collectors.toSet());
    }

    private List<String> sentNames() {
        return new ArrayList<>(new TreeSet<>(envoy.sent().stream().map(key -> key.name().value()).toList()));
    }

    private String targets() {
        return envoy.all().get(ENDPOINTS).content().toStringUtf8();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "waited for 20 s");
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static PodRecord pod(String name, int n) {
        return new PodRecord(new PodUid(Integer.toString(n)), PodName.parse(name), "container-" + n, "eth0", Path.of("/run/netns/" + n),
                new NetnsId(4, n), Path.of("/pins/" + n), List.of(InetAddress.ofLiteral("10.244.0." + n)), Map.of());
    }
}
