package mesh.warren.model.snapshot;

import static mesh.warren.model.snapshot.Resources.resource;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("pure")
class PhysicalSnapshotTest {

    private static final PhysicalResource A = resource(ResourceType.CLUSTER, "a", "1");
    private static final PhysicalResource B = resource(ResourceType.CLUSTER, "b", "1");
    private static final PhysicalResource DOOR = resource(ResourceType.LISTENER, "door", "1");

    @Test
    void resourcesAreSortedByNameWithinTheirType() {
        PhysicalSnapshot snapshot = PhysicalSnapshot.of(List.of(DOOR, B, A));

        assertEquals(List.of(A, B), snapshot.ofType(ResourceType.CLUSTER));
        assertEquals(Optional.of(DOOR), snapshot.get(DOOR.key()));
        assertEquals(3, snapshot.size());
    }

    @Test
    void aChangeSharesTheTypesThatItDoesNotTouch() {
        PhysicalSnapshot before = PhysicalSnapshot.of(List.of(A, B, DOOR));

        PhysicalSnapshot after = before.with(List.of(), List.of(DOOR.key()));

        assertSame(before.ofType(ResourceType.CLUSTER), after.ofType(ResourceType.CLUSTER));
    }

    @Test
    void theSameContentMadeAnewIsNoChange() {
        PhysicalSnapshot before = PhysicalSnapshot.of(List.of(A, DOOR));

        PhysicalSnapshot after = before.replacedBy(List.of(
                resource(ResourceType.CLUSTER, "a", "1"), resource(ResourceType.LISTENER, "door", "1")));

        assertSame(A, after.get(A.key()).orElseThrow());
        assertSame(before.ofType(ResourceType.CLUSTER), after.ofType(ResourceType.CLUSTER));
    }

    @Test
    void diffNamesWhatChangedAndWhatIsGone() {
        PhysicalResource newA = resource(ResourceType.CLUSTER, "a", "2");
        PhysicalSnapshot before = PhysicalSnapshot.of(List.of(A, B));

        SnapshotDiff diff = SnapshotDiff.between(before, before.with(List.of(newA, DOOR), List.of(B.key())));

        assertEquals(new SnapshotDiff(List.of(newA, DOOR), List.of(B.key())), diff);
    }

    /** Against the obvious implementation: two maps. */
    @Test
    void randomChangesAndDiffsAgreeWithPlainMaps() {
        Random random = new Random(7);
        PhysicalSnapshot snapshot = PhysicalSnapshot.EMPTY;
        TreeMap<ResourceKey, PhysicalResource> model = new TreeMap<>();
        for (int round = 0; round < 300; round++) {
            PhysicalSnapshot before = snapshot;
            TreeMap<ResourceKey, PhysicalResource> modelBefore = new TreeMap<>(model);
            List<PhysicalResource> put = Stream.generate(() -> random(random)).limit(random.nextInt(4)).toList();
            List<ResourceKey> removed =
                    Stream.generate(() -> random(random).key()).limit(random.nextInt(4)).toList();

            snapshot = snapshot.with(put, removed);
            removed.forEach(model::remove);
            put.forEach(r -> model.put(r.key(), r));

            assertEquals(List.copyOf(model.values()), all(snapshot));
            SnapshotDiff diff = SnapshotDiff.between(before, snapshot);
            assertEquals(
                    model.values().stream().filter(r -> !r.equals(modelBefore.get(r.key()))).toList(), diff.changed());
            assertEquals(modelBefore.keySet().stream().filter(k -> !model.containsKey(k)).toList(), diff.removed());
            assertEquals(snapshot, before.replacedBy(model.values()));
        }
        assertNotEquals(0, snapshot.size());
    }

    private static PhysicalResource random(Random random) {
        ResourceType type = ResourceType.values()[random.nextInt(3)];
        return resource(type, "n" + random.nextInt(12), "v" + random.nextInt(2));
    }

    private static List<PhysicalResource> all(PhysicalSnapshot snapshot) {
        return Stream.of(ResourceType.values()).flatMap(t -> snapshot.ofType(t).stream()).toList();
    }
}
