package mesh.warren.agent.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.stream.Collectors;
import mesh.warren.agent.cluster.ClusterView;
import mesh.warren.agent.domain.Domains;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.registry.RegistrySnapshot;
import mesh.warren.agent.settings.AgentSettings.Ipv6;
import mesh.warren.agent.settings.CaptureSettings;
import mesh.warren.agent.views.PodTerms;
import mesh.warren.agent.views.Views;
import mesh.warren.agent.views.ViewsParts;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.builtin.BuiltinSettings;
import mesh.warren.model.capture.Exclusions;
import mesh.warren.model.id.Domain;
import mesh.warren.model.id.NetnsId;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.identity.SecretNames;
import mesh.warren.model.listen.DoorLimits;
import mesh.warren.model.listen.ClientAddress;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The way of the pods' own secrets from identity to Envoy. */
@Tag("process")
class PodSecretsTest {

    private static final FixedSecrets SECRETS = FixedSecrets.root("roots").with("1", "key-of-a").with("2", "key-of-b");

    private final FakeEnvoy envoy = new FakeEnvoy();
    private final Views views = new ViewsParts(
            new BuiltinSettings(new Domain("local"), "node", "/void", new TreeSet<>()), ApiTable.committed(),
            new CaptureSettings(DoorSettings.DEFAULT, ClientAddress.KEPT, Exclusions.NONE), () -> Domains.BUILT_IN,
            Optional.of(SecretNames.DEFAULT), InstantSource.system(), pod -> PodTerms.DEFAULT).views();
    private final Publisher publisher = new Publisher(Ipv6.OFF, tenant -> DoorLimits.DEFAULT, InstantSource.system(), views);

    @BeforeEach
    void start() {
        publisher.begin(envoy);
        views.begin(publisher::views, null);
        envoy.report(publisher);
        views.cluster(ClusterView.EMPTY);
        pods("shop/a", "bank/b");
    }

    @AfterEach
    void stop() {
        views.close();
        publisher.close();
    }

    @Test
    void eachPodHasACertificateOfItsOwnAndAllHaveTheSameRoots() {
        secrets(SECRETS);
        assertEquals(Set.of("local^shop^1/default", "local^bank^2/default", "local/ROOTCA"), names(ResourceType.SECRET));
        assertTrue(content(ResourceType.SECRET, "local^shop^1/default").contains("key-of-a"));
        assertFalse(content(ResourceType.SECRET, "local^shop^1/default").contains("key-of-b"));
    }

    @Test
    void aDoorStampsTheNameOfItsPodsCertificateAlsoBeforeThereIsOne() {
        secrets(FixedSecrets.root("roots"));
        assertEquals(Set.of("local/ROOTCA"), names(ResourceType.SECRET));
        String door = content(ResourceType.LISTENER, "shop/a/1/outbound");
        assertTrue(door.contains("local^shop^1/default"), door);
        envoy.sent();
        secrets(SECRETS);
        assertEquals(List.of("local^bank^2/default", "local^shop^1/default"), sent());
    }

    @Test
    void aNewCertificateIsOneResourceUnderTheSameName() {
        secrets(SECRETS);
        envoy.sent();
        secrets(SECRETS.with("1", "next-key-of-a"));
        assertEquals(List.of("local^shop^1/default"), sent());
        assertTrue(content(ResourceType.SECRET, "local^shop^1/default").contains("next-key-of-a"));
    }

    @Test
    void newRootsAreOneResourceUnderTheSameName() {
        secrets(SECRETS);
        envoy.sent();
        secrets(SECRETS.withRoot("two roots"));
        assertEquals(List.of("local/ROOTCA"), sent());
    }

    @Test
    void rootsThatChangeWhileAPodLeavesKeepTheirName() {
        secrets(SECRETS);
        envoy.hang();
        pods("shop/a");
        views.secrets(SECRETS.withRoot("two roots"));
        await(() -> content(ResourceType.SECRET, "local/ROOTCA").contains("two roots"));
        envoy.goOn();
        await(() -> names(ResourceType.SECRET).equals(Set.of("local^shop^1/default", "local/ROOTCA"))
                && content(ResourceType.SECRET, "local/ROOTCA").contains("two roots"));
    }

    @Test
    void nothingIsPublishedBeforeTheSecretsAreComplete() {
        views.secrets(SECRETS.incomplete());
        await(views::idle);
        assertEquals(Map.of(), envoy.all());
        secrets(SECRETS);
        assertEquals(3, names(ResourceType.SECRET).size());
    }

    @Test
    void nothingThatIsPrintedHoldsAKey() {
        secrets(SECRETS);
        String printed = SECRETS + envoy.all().toString() + publisher.published() + publisher.classes().join();
        assertTrue(printed.contains("default"));
        assertFalse(printed.contains("key-of"), "a key is printed");
    }

    private void secrets(FixedSecrets now) {
        views.secrets(now);
        await(() -> views.idle() && publisher.idle() && names(ResourceType.LISTENER).size() > 0);
    }

    private void pods(String... names) {
        TreeMap<PodUid, PodRecord> all = new TreeMap<>();
        for (int n = 1; n <= names.length; n++) {
            PodUid uid = new PodUid(Integer.toString(n));
            all.put(uid, new PodRecord(uid, PodName.parse(names[n - 1]), "container-" + n, "eth0", Path.of("/run/netns/" + n),
                    new NetnsId(4, n), Path.of("/pins/" + n), List.of(InetAddress.ofLiteral("10.244.0." + n)), Map.of()));
        }
        views.pods(new RegistrySnapshot(all));
    }

    private Set<String> names(ResourceType type) {
        return envoy.all().keySet().stream().filter(key -> key.type() == type).map(key -> key.name().value()).collect(Collectors.toSet());
    }

    private List<String> sent() {
        return envoy.sent().stream().map(key -> key.name().value()).distinct().sorted().toList();
    }

    private String content(ResourceType type, String name) {
        return envoy.all().get(ResourceKey.of(type, name)).content().toStringUtf8();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "waited for 20 s");
            LockSupport.parkNanos(1_000_000);
        }
    }
}
