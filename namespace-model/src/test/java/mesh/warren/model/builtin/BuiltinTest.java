package mesh.warren.model.builtin;

import static mesh.warren.model.builtin.Shop.draining;
import static mesh.warren.model.builtin.Shop.envoy;
import static mesh.warren.model.builtin.Shop.ip;
import static mesh.warren.model.builtin.Shop.local;
import static mesh.warren.model.builtin.Shop.notReady;
import static mesh.warren.model.builtin.Shop.port;
import static mesh.warren.model.builtin.Shop.publishNotReady;
import static mesh.warren.model.builtin.Shop.ready;
import static mesh.warren.model.builtin.Shop.service;
import static mesh.warren.model.builtin.Shop.slice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import java.util.List;
import java.util.Optional;
import mesh.warren.model.builtin.EndpointSlice.Endpoint;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("pure")
class BuiltinTest {

    private static final Service WEB = service("web", "10.96.0.10", port("http", 80));

    @Test
    void slicePortsAreJoinedByName() {
        Service two = service("two", "10.96.0.1", port("a", 80), port("b", 81));
        EndpointSlice slice = new EndpointSlice(
                two.name(), "two-1",
                List.of(new EndpointSlice.Port("b", 9001, Transport.TCP), new EndpointSlice.Port("a", 9000, Transport.TCP)),
                List.of(ready("10.244.0.5")));
        BuiltinEnvoy envoy = envoy(List.of(two), slice);
        assertEquals(List.of("10.244.0.5:9000"), targets(envoy, "10.96.0.1:80"));
        assertEquals(List.of("10.244.0.5:9001"), targets(envoy, "10.96.0.1:81"));
    }

    @Test
    void endpointsThatAreNotReadyGetNothing() {
        assertEquals(List.of("10.244.0.5:8080"), web(ready("10.244.0.5"), notReady("10.244.0.6"), draining("10.244.0.7")));
    }

    @Test
    void withNoneReadyThoseThatDrainButServeAreUsed() {
        assertEquals(List.of("10.244.0.7:8080"), web(notReady("10.244.0.6"), draining("10.244.0.7")));
    }

    @Test
    void withoutEndpointsTheClusterIsThereAndEmpty() {
        assertEquals(List.of(), targets(envoy(List.of(WEB)), "10.96.0.10:80"));
    }

    @Test
    void publishNotReadyAddressesAsksNoReadiness() {
        BuiltinEnvoy envoy = envoy(List.of(publishNotReady(WEB)), slice("web", "http", 8080, notReady("10.244.0.6"), ready("10.244.0.5")));
        assertEquals(List.of("10.244.0.5:8080", "10.244.0.6:8080"), targets(envoy, "10.96.0.10:80"));
    }

    @Test
    void localTrafficPolicyKeepsToThisNodeEvenWhenNothingIsHere() {
        EndpointSlice slice = slice("web", "http", 8080, Endpoint.ready(ip("10.244.1.5"), "node-2"));
        assertEquals(List.of(), targets(envoy(List.of(local(WEB)), slice), "10.96.0.10:80"));
        EndpointSlice both = slice("web", "http", 8080, Endpoint.ready(ip("10.244.1.5"), "node-2"), ready("10.244.0.5"));
        assertEquals(List.of("10.244.0.5:8080"), targets(envoy(List.of(local(WEB)), both), "10.96.0.10:80"));
    }

    @Test
    void anEndpointInTwoSlicesIsOneEndpoint() {
        BuiltinEnvoy envoy = envoy(List.of(WEB),
                slice("web", "http", 8080, ready("10.244.0.5")), slice("web", "http", 8080, ready("10.244.0.5"), ready("10.244.0.4")));
        assertEquals(List.of("10.244.0.4:8080", "10.244.0.5:8080"), targets(envoy, "10.96.0.10:80"));
    }

    @Test
    void headlessServicesNeedNoResources() {
        Service headless = new Service(Shop.name("peers"), Service.Kind.HEADLESS, List.of(), List.of(port("http", 80)), false, false, false);
        BuiltinEnvoy envoy = envoy(List.of(headless), slice("peers", "http", 80, ready("10.244.0.5")));
        assertEquals(envoy(List.of()).resources(), envoy.resources());
        assertTrue(envoy.notes().isEmpty());
    }

    @Test
    void whatIsLeftOutIsNoted() {
        Service external = new Service(Shop.name("ext"), Service.Kind.EXTERNAL_NAME, List.of(), List.of(), false, false, false);
        Service dns = service("dns", "10.96.0.53", new ServicePort("dns", 53, Transport.UDP, Optional.empty()), port("dns-tcp", 53));
        BuiltinEnvoy envoy = envoy(List.of(external, dns));
        assertEquals(
                List.of("Service shop/dns: port 53 is UDP: not captured, left to the kernel",
                        "Service shop/ext: is an ExternalName: left to DNS, connections pass through"),
                envoy.notes().stream().map(Note::toString).toList());
        assertTrue(envoy.resources().containsKey(cluster("10.96.0.53:53")));
    }

    @Test
    void ofTwoServicesAtOneAddressTheFirstByNameHasIt() {
        BuiltinEnvoy envoy = envoy(
                List.of(service("zzz", "10.96.0.10", port("http", 80)), WEB), slice("web", "http", 8080, ready("10.244.0.5")));
        assertEquals(List.of("10.244.0.5:8080"), targets(envoy, "10.96.0.10:80"));
        assertEquals(List.of("Service shop/zzz: 10.96.0.10:80 belongs to Service shop/web already: ignored here; give each its own"),
                envoy.notes().stream().map(Note::toString).toList());
    }

    @Test
    void anEndpointChangeChangesThatAssignmentAndNothingElse() {
        Service db = service("db", "10.96.0.11", port("", 5432));
        Builtin before = Builtin.empty(Shop.SETTINGS, Shop.TABLE)
                .with(List.of(WEB, db), List.of(slice("web", "http", 8080, ready("10.244.0.5")), slice("db", "", 5432, ready("10.244.0.6"))));
        Builtin after = before.with(List.of(db, WEB),
                List.of(slice("db", "", 5432, ready("10.244.0.6")), slice("web", "http", 8080, ready("10.244.0.9"))));
        ResourceKey changed = ResourceKey.of(ResourceType.ENDPOINTS, "10.96.0.10:80");
        before.envoy().resources().forEach((key, resource) -> {
            if (key.equals(changed)) {
                assertFalse(resource.equals(after.envoy().resources().get(key)));
            } else {
                assertSame(resource, after.envoy().resources().get(key), key.toString());
            }
        });
        assertEquals(before.envoy().rules(), after.envoy().rules());
    }

    @Test
    void theOrderOfObjectsChangesNothing() {
        Service db = service("db", "10.96.0.11", port("", 5432));
        EndpointSlice one = slice("web", "http", 8080, ready("10.244.0.5"), ready("10.244.0.4"));
        EndpointSlice two = slice("web", "http", 8080, ready("10.244.0.4"), ready("10.244.0.5"));
        assertEquals(envoy(List.of(WEB, db), one), envoy(List.of(db, WEB), two));
    }

    private static List<String> web(Endpoint... endpoints) {
        return targets(envoy(List.of(WEB), slice("web", "http", 8080, endpoints)), "10.96.0.10:80");
    }

    private static List<String> targets(BuiltinEnvoy envoy, String name) {
        assertTrue(envoy.resources().containsKey(cluster(name)), "cluster " + name);
        try {
            return ClusterLoadAssignment.parseFrom(
                            envoy.resources().get(ResourceKey.of(ResourceType.ENDPOINTS, name)).bytes().canonical())
                    .getEndpointsList().stream()
                    .flatMap(locality -> locality.getLbEndpointsList().stream())
                    .map(e -> e.getEndpoint().getAddress().getSocketAddress())
                    .map(address -> address.getAddress() + ":" + address.getPortValue())
                    .toList();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static ResourceKey cluster(String name) {
        return ResourceKey.of(ResourceType.CLUSTER, name);
    }
}
