package mesh.warren.agent.doors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mesh.warren.agent.netns.Pins;
import mesh.warren.agent.netns.VoidNetns;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.confine.UpstreamBinding;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.listen.ChainPlacement;
import mesh.warren.model.listen.DoorLimits;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.listen.PhysicalChains;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.listen.fold.FoldRefusal;
import mesh.warren.model.listen.fold.Folded;
import mesh.warren.model.listen.fold.Folding;
import mesh.warren.model.rewrite.RewriteContext;
import mesh.warren.model.rewrite.RewriteOutcome.Accepted;
import mesh.warren.model.rewrite.Rewriter;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same listeners to an Envoy as a sidecar and, folded, to one in the void: the same chain answers each connection. */
@Tag("node")
class FoldEquivalenceNodeTest {

    private static final Rewriter REWRITER = new Rewriter(ApiTable.committed(), UpstreamBinding.shared("/run/netns/none"));
    private static final int CONNECTIONS = 600;

    @ParameterizedTest
    @CsvSource({"1, SHARED", "2, SHARED", "3, SHARED", "12, SHARED", "2, INLINE"})
    void theSameChainAnswers(long seed, ChainPlacement placement) throws Exception {
        RandomListeners random = new RandomListeners(seed, FoldEquivalenceNodeTest::folds);
        List<Listener> listeners = random.listeners();
        List<Dialled> calls = random.connections(CONNECTIONS);
        Path folder = Files.createTempDirectory("wk-fold-");
        Pins pins = Pins.in(folder);
        try (FoldSide sidecar = new FoldSide(); FoldSide shared = new FoldSide()) {
            sidecar.serve(sidecar.pod(), listeners.stream().map(FoldEquivalenceNodeTest::asSent).toList());
            sidecar.awaitBound(sockets("0.0.0.0:15001", "0.0.0.0:15006"));
            PodNetwork pod = new PodNetwork(new PodUid("uid"), PodName.parse("shop/web"), pins.create(new PodUid("uid"), shared.pod()).path().toString(),
                    new TreeSet<>(Stream.of("10.77.0.11", "10.77.0.12", "fd77::11").map(IpAddress::parse).toList()), true, DoorLimits.DEFAULT, Optional.empty());
            Folded folded = fold(listeners, placement);
            shared.serve(VoidNetns.findOrCreate(pins).path(), resources(folded, pod));
            shared.awaitBound(sockets("127.0.0.1:15001", "0.0.0.0:15006"));

            assertEquals(sidecar.refused(), refused(folded), () -> sidecar.nacks() + "\n" + folded.refusals());
            assertEquals(List.of(), shared.nacks(), "Envoy refuses what folding made");
            assertTrue(refused(folded).size() < listeners.size() / 2, () -> "too few listeners are accepted: " + folded.refusals());
            assertSame(calls, sidecar, shared);
        } finally {
            pins.destroy();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** A worker learns of a listener a moment after it is bound: what differs is asked again for a while. */
    private static void assertSame(List<Dialled> calls, FoldSide sidecar, FoldSide shared) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        List<Dialled> left = calls;
        List<String> wrong = List.of();
        SortedSet<String> answers = new TreeSet<>();
        do {
            List<String> expected = sidecar.answers(left);
            List<String> actual = shared.answers(left);
            answers.addAll(expected);
            List<Dialled> again = new ArrayList<>();
            wrong = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                if (!expected.get(i).equals(actual.get(i))) {
                    again.add(left.get(i));
                    wrong.add(left.get(i) + ": sidecar " + expected.get(i) + ", doors " + actual.get(i));
                }
            }
            left = again;
        } while (!left.isEmpty() && System.nanoTime() < deadline);
        assertEquals(List.of(), wrong);
        assertTrue(answers.size() > 15, () -> "the connections tell only these apart: " + answers);
    }

    static boolean folds(Listener listener) {
        return fold(List.of(listener), ChainPlacement.SHARED).refusals().isEmpty();
    }

    private static Folded fold(List<Listener> listeners, ChainPlacement placement) {
        return Folding.fold(listeners.stream().map(FoldEquivalenceNodeTest::rewritten).toList(), DoorSettings.DEFAULT.with(placement));
    }

    private static List<PhysicalResource> resources(Folded folded, PodNetwork pod) {
        Map<ResourceKey, PhysicalResource> chains = new TreeMap<>();
        folded.chains().forEach(chain -> chains.put(chain.key(), PhysicalResource.of(chain.key(), chain.bytes().resolve(ResourceKey::name))));
        List<PhysicalResource> all = new ArrayList<>(folded.doors().doors(pod, new PhysicalChains() {
            @Override
            public ResourceName name(ResourceKey chain) {
                return chain.name();
            }

            @Override
            public Optional<ByteString> content(ResourceKey chain) {
                return Optional.of(chains.get(chain).content());
            }
        }));
        chains.keySet().removeAll(folded.doors().inline());
        all.addAll(chains.values());
        return all;
    }

    private static SortedSet<String> refused(Folded folded) {
        return folded.refusals().stream().map(FoldRefusal::listener).collect(Collectors.toCollection(TreeSet::new));
    }

    private static PhysicalResource asSent(Listener listener) {
        return PhysicalResource.of(ResourceKey.of(ResourceType.LISTENER, listener.getName()), Packed.bytes(listener));
    }

    private static SymbolicResource rewritten(Listener listener) {
        return switch (REWRITER.rewrite(ResourceType.LISTENER, Packed.bytes(listener), RewriteContext.DEFAULT)) {
            case Accepted accepted -> accepted.resource();
            case Object refused -> throw new AssertionError(refused);
        };
    }

    private static Set<InetSocketAddress> sockets(String... sockets) {
        return Stream.of(sockets).map(socket -> socket.split(":"))
                .map(parts -> new InetSocketAddress(InetAddress.ofLiteral(parts[0]), Integer.parseInt(parts[1])))
                .collect(Collectors.toSet());
    }
}
