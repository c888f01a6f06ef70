package mesh.warren.model.snapshot;

import static mesh.warren.model.snapshot.Resources.resource;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("pure")
class RolloutTest {

    private static final PhysicalResource CLUSTER = resource(ResourceType.CLUSTER, "backend", "1");
    private static final PhysicalResource DOOR =
            resource(ResourceType.LISTENER, "door", "1", CLUSTER.key());
    private static final PhysicalSnapshot BOTH = PhysicalSnapshot.of(List.of(CLUSTER, DOOR));

    private final Rollout rollout = new Rollout(new PushLimits(100, 10), References.BY_CONTENT);

    @BeforeEach
    void envoySubscribesToClustersAndListeners() {
        rollout.allowRemovals();
        rollout.request(ResourceType.CLUSTER, List.of(), List.of(), Map.of(), true);
        rollout.request(ResourceType.LISTENER, List.of("*"), List.of(), Map.of(), true);
    }

    @Test
    void nothingIsSentBeforeTheFirstTarget() {
        assertEquals(Optional.empty(), rollout.next());
    }

    @Test
    void aWildcardOverNothingIsAnsweredOnce() {
        rollout.target(PhysicalSnapshot.EMPTY);

        Push clusters = removes();
        assertEquals(ResourceType.CLUSTER, clusters.type());
        assertEquals(ResourceType.LISTENER, removes().type());
        rollout.acked(ResourceType.CLUSTER, clusters.nonce());
        sendsNothing();
    }

    @Test
    void aDoorWaitsForTheAckOfItsCluster() {
        rollout.target(BOTH);

        Push clusters = sends(CLUSTER);
        sendsNothing();
        rollout.acked(ResourceType.CLUSTER, clusters.nonce());

        sends(DOOR);
    }

    @Test
    void aClusterLeavesOnlyAfterTheRemovalOfItsDoorIsAcked() {
        settle(BOTH);
        rollout.target(PhysicalSnapshot.EMPTY);

        Push door = removes(DOOR.key());
        assertTrue(rollout.mayHave(DOOR.key()), "a door counts as there until its removal is acknowledged");
        sendsNothing();
        rollout.acked(ResourceType.LISTENER, door.nonce());

        assertFalse(rollout.mayHave(DOOR.key()));
        removes(CLUSTER.key());
    }

    @Test
    void aStaleNonceChangesNothing() {
        rollout.target(BOTH);
        Push clusters = sends(CLUSTER);

        assertEquals(Optional.empty(), rollout.acked(ResourceType.CLUSTER, clusters.nonce() + 7));
        assertEquals(Optional.empty(), rollout.acked(ResourceType.LISTENER, clusters.nonce()));
        sendsNothing();
    }

    @Test
    void whatWasRefusedIsNotSentAgainUntilItChanges() {
        settle(BOTH);
        PhysicalResource bad = resource(ResourceType.LISTENER, "door", "bad");
        rollout.target(BOTH.with(List.of(bad), List.of()));
        rollout.nacked(ResourceType.LISTENER, sends(bad).nonce());

        sendsNothing();
        rollout.target(BOTH.with(List.of(bad, resource(ResourceType.LISTENER, "other", "1")), List.of()));
        sends(resource(ResourceType.LISTENER, "other", "1"));
        PhysicalResource fixed = resource(ResourceType.LISTENER, "door", "fixed");
        rollout.target(BOTH.with(List.of(fixed), List.of()));
        assertTrue(rollout.acked(ResourceType.LISTENER, 4).isPresent());
        sends(fixed);
    }

    @Test
    void goingBackToWhatEnvoyHasAfterARefusalSendsNothing() {
        settle(BOTH);
        PhysicalResource bad = resource(ResourceType.LISTENER, "door", "bad");
        rollout.target(BOTH.with(List.of(bad), List.of()));
        rollout.nacked(ResourceType.LISTENER, sends(bad).nonce());

        rollout.target(BOTH);

        sendsNothing();
        assertTrue(rollout.has(DOOR.key(), DOOR.version()));
    }

    @Test
    void aRefusedResponseIsHalvedUntilTheBadResourceIsAlone() {
        List<PhysicalResource> four = List.of("a", "b", "c", "d").stream()
                .map(n -> resource(ResourceType.CLUSTER, n, "1")).toList();
        settle(PhysicalSnapshot.EMPTY);
        rollout.target(PhysicalSnapshot.of(four));

        rollout.nacked(ResourceType.CLUSTER, sends(four.get(0), four.get(1), four.get(2), four.get(3)).nonce());
        Push left = sends(four.get(0), four.get(1));
        Push right = sends(four.get(2), four.get(3));
        rollout.acked(ResourceType.CLUSTER, left.nonce());
        rollout.nacked(ResourceType.CLUSTER, right.nonce());
        rollout.acked(ResourceType.CLUSTER, sends(four.get(2)).nonce());
        Push last = sends(four.get(3));

        assertEquals(Optional.of(last), rollout.nacked(ResourceType.CLUSTER, last.nonce()));
        sendsNothing();
    }

    @Test
    void whatRefersToARefusedNewClusterIsHeldBackAndTheRestGoesOn() {
        PhysicalResource other = resource(ResourceType.LISTENER, "other", "1");
        rollout.target(BOTH.with(List.of(other), List.of()));

        rollout.nacked(ResourceType.CLUSTER, sends(CLUSTER).nonce());

        Push doors = sends(other);
        rollout.acked(ResourceType.LISTENER, doors.nonce());
        sendsNothing();
        rollout.target(PhysicalSnapshot.of(List.of(resource(ResourceType.CLUSTER, "backend", "2"), DOOR, other)));
        rollout.acked(ResourceType.CLUSTER, sends(resource(ResourceType.CLUSTER, "backend", "2")).nonce());
        sends(DOOR);
    }

    @Test
    void whatTheOlderCopyOfARefusedDoorRefersToStays() {
        settle(BOTH);
        PhysicalResource free = resource(ResourceType.CLUSTER, "free", "1");
        settle(BOTH.with(List.of(free), List.of()));
        PhysicalResource bad = resource(ResourceType.LISTENER, "door", "bad");
        rollout.target(PhysicalSnapshot.of(List.of(bad)));

        rollout.nacked(ResourceType.LISTENER, sends(bad).nonce());

        Push removal = removes(free.key());
        rollout.acked(ResourceType.CLUSTER, removal.nonce());
        sendsNothing();
        assertTrue(rollout.mayHave(CLUSTER.key()));
    }

    @Test
    void anAnswerThatDoesNotComeHoldsUpRemovalsOnly() {
        settle(PhysicalSnapshot.of(List.of(resource(ResourceType.ENDPOINTS, "e", "1"))));
        PhysicalResource endpoints = resource(ResourceType.ENDPOINTS, "e", "1");
        rollout.request(ResourceType.ENDPOINTS, List.of("e"), List.of(), Map.of("e", endpoints.version().value()), true);
        rollout.target(BOTH);
        Push clusters = sends(CLUSTER);
        sendsNothing();

        rollout.stalled(ResourceType.CLUSTER, clusters.nonce());

        rollout.acked(ResourceType.LISTENER, sends(DOOR).nonce());
        sendsNothing();
        rollout.acked(ResourceType.CLUSTER, clusters.nonce());
        removes(endpoints.key());
    }

    @Test
    void aNewTargetWaitsForTheWayToTheLastOne() {
        rollout.target(BOTH);
        Push clusters = sends(CLUSTER);
        rollout.target(BOTH.with(List.of(resource(ResourceType.CLUSTER, "backend", "2")), List.of()));

        rollout.acked(ResourceType.CLUSTER, clusters.nonce());

        rollout.acked(ResourceType.LISTENER, sends(DOOR).nonce());
        sends(resource(ResourceType.CLUSTER, "backend", "2"));
    }

    private void settle(PhysicalSnapshot snapshot) {
        rollout.target(snapshot);
        for (Optional<Push> push = rollout.next(); push.isPresent(); push = rollout.next()) {
            rollout.acked(push.get().type(), push.get().nonce());
        }
    }

    private Push sends(PhysicalResource... resources) {
        Push push = rollout.next().orElseThrow(() -> new AssertionError("nothing to send"));
        assertEquals(List.of(resources), push.resources());
        return push;
    }

    private Push removes(ResourceKey... keys) {
        Push push = rollout.next().orElseThrow(() -> new AssertionError("nothing to remove"));
        assertEquals(List.of(keys), push.removed());
        return push;
    }

    private void sendsNothing() {
        assertEquals(Optional.empty(), rollout.next());
    }
}
