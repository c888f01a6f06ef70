package mesh.warren.model.share;

import static mesh.warren.model.share.TextResource.cluster;
import static mesh.warren.model.share.TextResource.endpoints;
import static mesh.warren.model.share.TextResource.resource;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.stream.Collectors;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Tag;

/** The agent is killed and comes back while Envoy goes on. */
@Tag("pure")
class RestartTest {

    private final Bench before = new Bench();
    private final Bench after = new Bench();

    private void send(Bench bench, String pod, String payload) {
        bench.push(pod, resource(endpoints("e"), Scope.DOMAIN, payload), resource(cluster("c"), Scope.DOMAIN, "1", endpoints("e")));
    }

    private Map<ResourceKey, Version> reported() {
        return before.physical.values().stream().collect(Collectors.toMap(PhysicalResource::key, PhysicalResource::version));
    }

    private void twoClasses() {
        before.join("a", "b");
        send(before, "a", "1");
        send(before, "b", "2");
    }

    @Test
    void everyClassGetsItsOldNameWhoeverComesBackFirst() {
        twoClasses();
        after.share.adopt(reported());
        after.join("b", "a");
        send(after, "b", "2");
        send(after, "a", "1");
        assertTrue(after.physical.isEmpty(), "gathers until it is opened");
        after.apply(after.share.open(after.now));
        assertEquals(before.physical, after.physical);
        assertFalse(after.share.keepsAdopted());
    }

    @Test
    void nobodyElseGetsTheNamesOfPodsThatAreStillAway() {
        twoClasses();
        after.share.adopt(reported());
        after.join("b");
        send(after, "b", "3");
        after.apply(after.share.open(after.now));
        assertEquals("default/e^3", after.name("b", endpoints("e")));
        assertTrue(after.share.keepsAdopted());
        after.join("a");
        send(after, "a", "1");
        assertEquals("default/e", after.name("a", endpoints("e")));
        after.share.release();
        assertFalse(after.share.keepsAdopted());
    }
}
