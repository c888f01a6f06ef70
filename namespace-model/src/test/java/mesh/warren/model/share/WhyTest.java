package mesh.warren.model.share;

import static mesh.warren.model.share.TextResource.cluster;
import static mesh.warren.model.share.TextResource.endpoints;
import static mesh.warren.model.share.TextResource.resource;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import mesh.warren.model.share.Explanation.Waiting;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code warren why} and {@code warren status} are told. */
@Tag("pure")
class WhyTest {

    private static final Predicate<ResourceName> DISPATCHED = name -> name.value().contains(":");

    private final Bench bench = new Bench();

    @Test
    void namesTheMembersOfEachClassAndWhatKeepsThemApart() {
        bench.join("a", "b", "c");
        for (String pod : List.of("a", "b", "c")) {
            bench.push(pod, resource(endpoints("e"), Scope.DOMAIN, pod.equals("b") ? "2" : "1"),
                    resource(cluster("c"), Scope.DOMAIN, "1", endpoints("e")));
        }
        Explanation why = bench.share.why(cluster("c")).getFirst();
        assertEquals(List.of(2, 1), why.classes().stream().map(c -> c.info().members()).toList());
        assertEquals(why.classes().get(0).canonical(), why.classes().get(1).canonical(), "only the references differ");
        assertEquals("default/e^2", why.classes().get(1).references().get(endpoints("e")).value());
        assertEquals("b", why.classes().get(1).members().getFirst().pod().value());
        assertEquals(List.of(why), bench.share.why(cluster("default/c^2")), "a physical name is as good");
    }

    @Test
    void saysWhatAPodWaitsFor() {
        bench.join("a");
        bench.push("a", resource(cluster("c"), Scope.DOMAIN, "1", endpoints("e")));
        Waiting waiting = bench.share.why(cluster("c")).getFirst().waiting().getFirst();
        assertEquals(Optional.empty(), waiting.servedBy());
        assertTrue(waiting.reason().contains("ENDPOINTS e"), waiting::reason);
    }

    @Test
    void saysThatAPodWaitsForTheOthersAndWhatEnvoyRefused() {
        bench.join("a", "b");
        bench.push("a", resource(endpoints("e"), Scope.DOMAIN, "1"));
        bench.push("b", resource(endpoints("e"), Scope.DOMAIN, "1"));
        bench.acknowledge();
        bench.push("a", resource(endpoints("e"), Scope.DOMAIN, "bad"));
        assertTrue(only(endpoints("e")).reason().contains("the rest of its class"));
        bench.refuse(bench.after(250).upserts().getFirst());
        assertEquals("refused by Envoy: it is bad", only(endpoints("e")).reason());
        assertEquals(Optional.of(endpoints("default/e")), only(endpoints("e")).servedBy());
    }

    @Test
    void dispatchIsPlainOnlyWhileTheDomainAgrees() {
        bench.join("a", "b");
        bench.push("a", resource(cluster("10.0.0.1:80"), Scope.DOMAIN, "1"));
        assertTrue(bench.share.dispatchesPlainly(bench.uid("a"), DISPATCHED));
        assertTrue(!bench.share.dispatchesPlainly(bench.uid("b"), DISPATCHED), "it was not sent that cluster");
        bench.push("b", resource(cluster("10.0.0.1:80"), Scope.DOMAIN, "2"));
        assertTrue(!bench.share.dispatchesPlainly(bench.uid("b"), DISPATCHED), "its cluster has another name");
        bench.push("b", resource(cluster("10.0.0.1:80"), Scope.DOMAIN, "1"));
        assertTrue(bench.share.dispatchesPlainly(bench.uid("b"), DISPATCHED));
    }

    private Waiting only(ResourceKey key) {
        List<Waiting> all = bench.share.why(key).getFirst().waiting();
        assertEquals(1, all.size());
        return all.getFirst();
    }
}
