package mesh.warren.model.share;

import static mesh.warren.model.share.TextResource.chain;
import static mesh.warren.model.share.TextResource.cluster;
import static mesh.warren.model.share.TextResource.door;
import static mesh.warren.model.share.TextResource.endpoints;
import static mesh.warren.model.share.TextResource.resource;
import static mesh.warren.model.share.TextResource.routes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.symbolic.SymbolicResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("pure")
class ShareTest {

    private final Bench bench = new Bench();

    private static SymbolicResource e(String payload) {
        return resource(endpoints("e"), Scope.DOMAIN, payload);
    }

    private static SymbolicResource c(String payload) {
        return resource(cluster("c"), Scope.DOMAIN, payload, endpoints("e"));
    }

    private static SymbolicResource r(String payload) {
        return resource(routes("r"), Scope.DOMAIN, payload, cluster("c"));
    }

    @Test
    void equalResourcesOfTwoPodsAreOne() {
        bench.join("a", "b");
        bench.push("a", e("1"), c("1"));
        Change second = bench.push("b", e("1"), c("1"));
        assertTrue(second.isEmpty());
        assertEquals(List.of("default/c", "default/e"), bench.names());
        assertEquals(2, bench.share.classes().getFirst().members());
    }

    @Test
    void referredToGoesBeforeReferring() {
        bench.join("a");
        Change change = bench.push("a", r("1"), c("1"), e("1"));
        assertEquals(List.of("default/e", "default/c", "default/r"),
                change.upserts().stream().map(u -> u.key().name().value()).toList());
    }

    @Test
    void moverKeepsItsOldContentUntilTheWindowIsOver() {
        bench.join("a", "b");
        bench.push("a", e("1"));
        bench.push("b", e("1"));
        assertTrue(bench.push("a", e("2")).isEmpty());
        assertEquals("e|1|", bench.content("a", endpoints("e")));
        assertTrue(bench.after(249).isEmpty());
        bench.after(1);
        assertEquals("e|2|", bench.content("a", endpoints("e")));
        assertEquals("e|1|", bench.content("b", endpoints("e")));
        assertEquals("default/e", bench.name("b", endpoints("e")));
        assertEquals("default/e^2", bench.name("a", endpoints("e")));
    }

    @Test
    void whenAllFollowTheClassChangesInPlaceAndNothingElse() {
        bench.join("a", "b", "c");
        for (String pod : List.of("a", "b", "c")) {
            bench.push(pod, e("1"), c("1"), r("1"));
        }
        assertTrue(bench.push("a", e("2")).isEmpty());
        assertTrue(bench.push("c", e("2")).isEmpty());
        Change last = bench.push("b", e("2"));
        assertEquals(1, last.upserts().size());
        assertEquals("default/e", last.upserts().getFirst().key().name().value());
        assertTrue(bench.share.nextDeadline().isEmpty());
    }

    @Test
    void whoLeavesAClassTakesAlongAllThatRefersToIt() {
        bench.join("a", "b");
        bench.push("a", e("1"), c("1"), r("1"));
        bench.push("b", e("1"), c("1"), r("1"));
        bench.push("a", e("2"));
        Change split = bench.after(250);
        assertEquals(List.of("default/e^2", "default/c^2", "default/r^2"),
                split.upserts().stream().map(u -> u.key().name().value()).toList());
        assertEquals("r|1|CLUSTER default/c^2", bench.content("a", routes("r")));
        assertEquals("r|1|CLUSTER default/c", bench.content("b", routes("r")));
    }

    @Test
    void whoComesBackRejoinsAndItsClassesGoAfterTheAck() {
        bench.join("a", "b");
        bench.push("a", e("1"), c("1"));
        bench.push("b", e("1"), c("1"));
        bench.push("a", e("2"));
        bench.after(250);
        bench.acknowledge();
        Change back = bench.push("a", e("1"));
        assertTrue(back.upserts().isEmpty(), back::toString);
        assertEquals("default/c", bench.name("a", cluster("c")));
        bench.acknowledge();
        assertEquals(List.of("default/c", "default/e"), bench.names());
    }

    @Test
    void theSmallerClassJoinsTheLargerOne() {
        bench.join("a", "b", "c");
        for (String pod : List.of("a", "b", "c")) {
            bench.push(pod, e("1"));
        }
        bench.push("a", e("2"));
        bench.after(250);
        bench.acknowledge();
        bench.push("b", e("2"));
        bench.push("c", e("2"));
        assertEquals("default/e^2", bench.name("a", endpoints("e")), "Envoy may still have the older content under the other name");
        bench.acknowledge();
        assertEquals("default/e", bench.name("a", endpoints("e")));
        assertEquals("default/e", bench.name("b", endpoints("e")));
        assertEquals("e|2|", bench.content("b", endpoints("e")));
    }

    @Test
    void aClassDoesNotChangeWhileEnvoyMayServeItToSomebodyWhoLeft() {
        bench.join("a", "b");
        bench.push("a", e("1"), c("1"));
        bench.push("b", e("1"), c("1"));
        bench.push("a", e("2"));
        bench.after(250);
        assertTrue(bench.push("b", e("3")).isEmpty());
        Change acknowledged = bench.acknowledge();
        assertEquals("default/e", acknowledged.upserts().getFirst().key().name().value());
        assertEquals("e|3|", bench.content("b", endpoints("e")));
    }

    @Test
    void scopeKeepsApart() {
        bench.join("a", "b");
        bench.joinTenant("other", "x");
        for (String pod : List.of("a", "b", "x")) {
            bench.push(pod, resource(endpoints("t"), Scope.TENANT, "1"), resource(endpoints("p"), Scope.POD, "1"));
        }
        assertEquals(List.of("default^other/t", "default^other^x/p", "default^shop/t", "default^shop^a/p", "default^shop^b/p"),
                bench.names());
    }

    @Test
    void clusterWaitsForItsEndpointsAndRouteDoesNotWaitForTheCluster() {
        bench.join("a");
        bench.push("a", r("1"), c("1"));
        assertEquals(List.of("default/r"), bench.names());
        assertEquals("r|1|CLUSTER default^^absent/c", bench.content("a", routes("r")));
        bench.push("a", e("1"));
        assertEquals("r|1|CLUSTER default/c", bench.content("a", routes("r")));
    }

    @Test
    void lastGoodStaysWhenANewReferenceLeadsNowhere() {
        bench.join("a");
        bench.push("a", e("1"), c("1"));
        bench.push("a", resource(cluster("c"), Scope.DOMAIN, "2", endpoints("missing")));
        assertEquals("c|1|ENDPOINTS default/e", bench.content("a", cluster("c")));
        bench.share.push(bench.uid("a"), Push.removing(Set.of(endpoints("e"))), bench.now);
        bench.acknowledge();
        assertTrue(bench.names().contains("default/e"), "the last good cluster refers to it");
        bench.push("a", resource(endpoints("missing"), Scope.DOMAIN, "1"));
        bench.acknowledge();
        bench.acknowledge();
        assertEquals(List.of("default/c", "default/missing"), bench.names());
    }

    @Test
    void leavingRemovesTheDoorAtOnceAndTheRestStepByStep() {
        bench.join("a");
        bench.push("a", e("1"), c("1"), resource(chain("x"), Scope.DOMAIN, "1", cluster("c")),
                resource(door("d"), Scope.POD, "1", chain("x")));
        bench.acknowledge();
        Change leave = bench.leave("a");
        assertEquals(List.of(door("default^shop^a/d")), leave.removals());
        assertEquals(List.of(chain("default/x")), bench.acknowledge().removals());
        assertEquals(List.of(cluster("default/c")), bench.acknowledge().removals());
        assertEquals(List.of(endpoints("default/e")), bench.acknowledge().removals());
        assertTrue(bench.names().isEmpty());
    }

    @Test
    void whatEnvoyRefusesIsTakenBackAndTheOthersStay() {
        bench.join("a", "b");
        bench.push("a", e("1"), c("1"), r("1"));
        bench.push("b", e("1"), c("1"), r("1"));
        bench.acknowledge();
        bench.push("a", c("bad"));
        Change split = bench.after(250);
        assertEquals(2, split.upserts().size());
        bench.refuse(split.upserts().getFirst());
        assertEquals("c|1|ENDPOINTS default/e", bench.content("a", cluster("c")));
        assertEquals("default/c", bench.name("a", cluster("c")));
        assertEquals("default/r", bench.name("a", routes("r")));
        bench.acknowledge();
        bench.acknowledge();
        assertEquals(List.of("default/c", "default/e", "default/r"), bench.names());
    }

    @Test
    void refusedInPlaceChangeGoesBackToTheLastGoodOne() {
        bench.join("a");
        bench.push("a", e("1"), c("1"));
        bench.acknowledge();
        Change bad = bench.push("a", c("bad"));
        Change back = bench.refuse(bad.upserts().getFirst());
        assertEquals("default/c", back.upserts().getFirst().key().name().value());
        assertEquals("c|1|ENDPOINTS default/e", bench.content("a", cluster("c")));
        bench.push("a", c("3"));
        assertEquals("c|3|ENDPOINTS default/e", bench.content("a", cluster("c")));
    }

    @Test
    void newcomerDoesNotJoinAClassThatMayStillBeTheOlderOneInEnvoy() {
        bench.join("a", "b");
        bench.push("a", e("1"));
        bench.acknowledge();
        bench.push("a", e("2"));
        bench.push("b", e("2"));
        assertTrue(bench.share.physicalName(bench.uid("b"), endpoints("e")).isEmpty(), "Envoy may serve 1 under that name");
        bench.acknowledge();
        assertEquals("default/e", bench.name("b", endpoints("e")));
    }

    @Test
    void circlesAndReferencesUpwardsAreNeverServed() {
        bench.join("a");
        bench.push("a", resource(cluster("x"), Scope.DOMAIN, "1", cluster("y")),
                resource(cluster("y"), Scope.DOMAIN, "1", cluster("x")),
                resource(cluster("z"), Scope.DOMAIN, "1", routes("r")), r("1"));
        assertEquals(List.of("default/r"), bench.names());
    }

    @Test
    void separatorInAVirtualNameIsRefusedBeforeAnythingChanges() {
        bench.join("a");
        assertThrows(IllegalArgumentException.class,
                () -> bench.push("a", e("1"), resource(cluster("c^2"), Scope.DOMAIN, "1")));
        assertTrue(bench.names().isEmpty());
        assertFalse(bench.share.classes().stream().anyMatch(c -> c.members() > 0));
    }
}
