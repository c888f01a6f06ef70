package mesh.warren.model.builtin;

import static mesh.warren.model.builtin.Shop.ip;
import static mesh.warren.model.builtin.Shop.port;
import static mesh.warren.model.builtin.Shop.ready;
import static mesh.warren.model.builtin.Shop.service;
import static mesh.warren.model.builtin.Shop.slice;
import static mesh.warren.model.builtin.Shop.sticky;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import mesh.warren.model.golden.EnvoyJson;
import mesh.warren.model.golden.Golden;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.listen.ClientAddress;
import mesh.warren.model.listen.DoorLimits;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("pure")
class BuiltinGoldenTest {

    private static final PodNetwork POD = new PodNetwork(
            new PodUid("5f0c"), PodName.parse("shop/cart-0"), "/run/warren/netns/5f0c",
            new TreeSet<>(List.of(ip("10.244.0.7"), ip("fd00:244::7"))), true, DoorLimits.DEFAULT, Optional.of("spiffe/shop/cart"));

    @Test
    void withoutServicesThereAreChainsThatPassAndDispatch() {
        Golden.matches("builtin/empty.json", json(Shop.envoy(List.of())));
    }

    @Test
    void anHttpService() {
        Golden.matches("builtin/http.json", services(
                List.of(service("web", "10.96.0.10", port("http", 80))),
                slice("web", "http", 8080, ready("10.244.0.5"), ready("10.244.1.5"))));
    }

    @Test
    void aTcpServiceWithClientAffinity() {
        Golden.matches("builtin/tcp-affinity.json", services(
                List.of(sticky(service("db", "10.96.0.11", port("", 5432)))), slice("db", "", 5432, ready("10.244.0.6"))));
    }

    @Test
    void aDualStackServiceHasOneClusterForEachAddress() {
        Golden.matches("builtin/dual-stack.json", services(
                List.of(service("dual", List.of(ip("10.96.0.12"), ip("fd00:96::c")), port("grpc", 9000))),
                slice("dual", "grpc", 9000, ready("10.244.0.5")), slice("dual", "grpc", 9000, ready("fd00:244::5"))));
    }

    @Test
    void doorsOfAPod() {
        BuiltinEnvoy envoy = Shop.envoy(List.of(
                service("web", "10.96.0.10", port("http", 80)),
                service("admin", "10.96.0.20", port("http", 80)),
                service("odd", "10.96.0.30", port("tcp", 80), port("http", 81)),
                service("far", "192.0.2.1", port("http", 8000), port("db", 5432))));
        List<PhysicalResource> doors = envoy.view(ClientAddress.KEPT, DoorSettings.DEFAULT).doors().doors(POD, envoy::plain);
        Golden.matches("builtin/door-outbound.json", json(doors.getFirst()));
        Golden.matches("builtin/door-inbound.json", json(doors.getLast()));
    }

    /** What the Services add to what is always there. */
    private static String services(List<Service> services, EndpointSlice... slices) {
        Set<ResourceKey> always = Shop.envoy(List.of()).plain().stream().map(PhysicalResource::key).collect(Collectors.toSet());
        return Shop.envoy(services, slices).plain().stream()
                .filter(resource -> !always.contains(resource.key()))
                .map(BuiltinGoldenTest::json)
                .collect(Collectors.joining(",\n", "[", "]"));
    }

    private static String json(BuiltinEnvoy envoy) {
        return envoy.plain().stream().map(BuiltinGoldenTest::json).collect(Collectors.joining(",\n", "[", "]"));
    }

    private static String json(PhysicalResource resource) {
        return EnvoyJson.of(resource.key().type().message(), resource.content());
    }
}
