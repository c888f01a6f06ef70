package mesh.warren.model.listen.fold;

import static mesh.warren.model.listen.fold.Rewritten.chain;
import static mesh.warren.model.listen.fold.Rewritten.filter;
import static mesh.warren.model.listen.fold.Rewritten.listener;
import static mesh.warren.model.listen.fold.Rewritten.port;
import static mesh.warren.model.listen.fold.Rewritten.reached;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds of folding whatever the listeners are. */
@Tag("pure")
class FoldPropertiesTest {

    private static Folded fold(List<SymbolicResource> listeners) {
        return Folding.fold(listeners, DoorSettings.DEFAULT);
    }

    private static List<PhysicalResource> doors(Folded folded) {
        return folded.doors().doors(FoldGoldenTest.POD, FoldGoldenTest::plain);
    }

    @Test
    void theOrderInWhichListenersComeDoesNotMatter() {
        List<SymbolicResource> listeners = new ArrayList<>(
                Rewritten.of(Istiod.virtualOutbound(), Istiod.virtualInbound(), Istiod.http(), Istiod.tcp()));
        Folded first = fold(listeners);
        for (int seed = 0; seed < 10; seed++) {
            Collections.shuffle(listeners, new Random(seed));
            Folded again = fold(listeners);
            assertEquals(doors(first), doors(again));
            assertEquals(FoldGoldenTest.chains(first), FoldGoldenTest.chains(again));
        }
    }

    @Test
    void doorsNameExactlyChainsThatAreThere() {
        Folded folded = fold(Rewritten.of(Istiod.virtualOutbound(), Istiod.virtualInbound(), Istiod.http(), Istiod.tcp()));
        TreeSet<ResourceKey> keys = new TreeSet<>();
        folded.chains().forEach(chain -> keys.add(chain.key()));
        assertEquals(keys, folded.doors().chains());
        TreeSet<ResourceKey> asked = new TreeSet<>();
        folded.doors().doors(FoldGoldenTest.POD, key -> {
            asked.add(key);
            return FoldGoldenTest.plain(key);
        });
        assertTrue(keys.containsAll(asked));
    }

    @Test
    void aChainKeepsItsNameWhenAnotherComesBeforeIt() {
        Listener.Builder before = Istiod.virtualInbound();
        Listener.Builder after = Istiod.virtualInbound();
        after.addFilterChains(0, chain("virtualInbound", port(9090)));
        TreeSet<ResourceKey> names = new TreeSet<>(fold(Rewritten.of(after)).doors().chains());
        assertTrue(names.containsAll(fold(Rewritten.of(before)).doors().chains()));
    }

    @Test
    void aChainRefersToWhatItsFiltersName() {
        SymbolicResource chain = fold(Rewritten.of(Istiod.tcp().clearFilterChains().addFilterChains(chain("db")))).chains().getFirst();
        assertEquals(ResourceKey.of(ResourceType.CHAIN, "10.96.0.5_5432/db"), chain.key());
        assertEquals(new TreeSet<>(List.of(ResourceKey.of(ResourceType.CLUSTER, "to-db"))), chain.bytes().references());
    }

    @Test
    void aBoundListenerIsADoorOfItsOwnInThePodsNamespace() throws InvalidProtocolBufferException {
        Folded folded = fold(Rewritten.of(listener("gateway", "0.0.0.0", 8443).addFilterChains(chain("web"))));
        assertEquals(3, doors(folded).size());
        PhysicalResource door = doors(folded).getLast();
        assertEquals("shop/web-0/uid-1/0.0.0.0:8443", door.key().name().value());
        Listener listener = Listener.parseFrom(door.content());
        assertEquals(FoldGoldenTest.POD.pin(), listener.getAddress().getSocketAddress().getNetworkNamespaceFilepath());
        assertEquals(List.of("limit", "stamp"), listener.getListenerFiltersList().stream().map(f -> f.getName()).toList());
    }

    @Test
    void withoutListenersBothDoorsCloseEverything() throws InvalidProtocolBufferException {
        Folded folded = fold(List.of());
        assertEquals(2, folded.notes().size());
        for (PhysicalResource door : doors(folded)) {
            assertTrue(Listener.parseFrom(door.content()).getFilterChainMatcher().getOnNoMatch().hasAction());
        }
    }

    @Test
    void theListenerOfTheTrafficDirectionIsTheDoorWhateverItsPort() {
        Folded folded = fold(Rewritten.of(listener("in", "0.0.0.0", 12345).setTrafficDirection(TrafficDirection.INBOUND)
                .addListenerFilters(filter(OriginalDst.getDefaultInstance())).addFilterChains(chain("app"))));
        assertEquals(2, doors(folded).size());
        assertTrue(FoldGoldenTest.json(doors(folded).getLast()).contains("local/in/app"));
    }

    @Test
    void aDoorKeepsTheSmallerBuffer() throws InvalidProtocolBufferException {
        Listener.Builder small = Istiod.virtualOutbound().setPerConnectionBufferLimitBytes(UInt32Value.of(32768));
        assertEquals(32768, Listener.parseFrom(doors(fold(Rewritten.of(small))).getFirst().content()).getPerConnectionBufferLimitBytes().getValue());
        Listener.Builder large = Istiod.virtualOutbound().setPerConnectionBufferLimitBytes(UInt32Value.of(1 << 20));
        assertEquals(256 * 1024, Listener.parseFrom(doors(fold(Rewritten.of(large))).getFirst().content()).getPerConnectionBufferLimitBytes().getValue());
    }

    @Test
    void onlyServerNamesOfAMatchStayAndOnlyWithATransportSocket() {
        FilterChainMatch.Builder match = port(443).addServerNames("a.example.com");
        SymbolicResource plain = fold(Rewritten.of(reached("l", "0.0.0.0", 443).addFilterChains(chain("c", match)))).chains().getFirst();
        SymbolicResource other = fold(Rewritten.of(reached("l", "0.0.0.0", 443).addFilterChains(chain("c", port(444))))).chains().getFirst();
        assertEquals(plain.bytes(), other.bytes(), "what a chain is for belongs to the door");
        assertNotEquals(plain.bytes().canonical().size(), 0);
    }
}
