package mesh.warren.model.share;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.share.World.Sidecar;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code -Dwarren.histories=N} runs N times as many; {@code -Dwarren.seed=S} runs the one that a failure names. */
@Tag("pure")
class ShareHistoriesTest {

    @Test
    void soundAndCompleteAtEveryInstant() {
        histories(5, seed -> {
            World world = new World(seed, 12);
            for (int i = 0; i < 300; i++) {
                world.event();
                Invariants.sound(world);
                Invariants.complete(world);
            }
        });
    }

    @Test
    void soundAndMinimalWithHundredsOfPods() {
        histories(1, seed -> {
            World world = new World(seed, 200);
            while (world.sidecars.size() < 150) {
                world.join();
            }
            for (int i = 0; i < 1_500; i++) {
                world.event();
                if (i % 100 == 0) {
                    Invariants.sound(world);
                    Invariants.complete(world);
                }
            }
            heal(world);
            Invariants.minimal(world);
        });
    }

    @Test
    void minimalOnceThingsAreStill() {
        histories(15, seed -> {
            World world = new World(seed, 12);
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 150; i++) {
                    world.event();
                }
                heal(world);
                Invariants.minimal(world);
            }
        });
    }

    @Test
    void aChangeOfOnePodTouchesNoOther() {
        histories(20, seed -> {
            World world = new World(seed, 12);
            for (int i = 0; i < 150; i++) {
                world.event();
            }
            heal(world);
            for (int i = 0; i < 20 && !world.sidecars.isEmpty(); i++) {
                Sidecar mover = world.any();
                Map<String, PhysicalResource> before = served(world, mover.envoy.pod());
                world.change(mover);
                world.settle();
                assertEquals(before, served(world, mover.envoy.pod()));
            }
        });
    }

    @Test
    void theSamePodsInAnyOrderGetTheSameBytesAfterARestart() {
        histories(20, seed -> {
            World world = new World(seed, 12);
            for (int i = 0; i < 150; i++) {
                world.event();
            }
            heal(world);
            Share restarted = new Share(Duration.ofMillis(250));
            restarted.adopt(world.envoy.has.values().stream()
                    .collect(Collectors.toMap(PhysicalResource::key, PhysicalResource::version)));
            List<Sidecar> all = new ArrayList<>(world.sidecars.values());
            Collections.shuffle(all, world.random);
            for (Sidecar sidecar : all) {
                restarted.join(sidecar.envoy);
                restarted.push(sidecar.envoy.pod(), Push.of(sidecar.desired.values()), world.now);
            }
            Set<PhysicalResource> after = Set.copyOf(restarted.open(world.now).upserts());
            assertEquals(Set.copyOf(world.envoy.has.values()), after);
        });
    }

    @Test
    void nothingIsLeftAfterAHundredThousandEvents() {
        histories(1, seed -> {
            World world = new World(seed, 5);
            for (int i = 0; i < 100_000; i++) {
                world.event();
            }
            List.copyOf(world.sidecars.values()).forEach(world::leave);
            world.settle();
            assertEquals(Set.of(), world.envoy.has.keySet());
            assertEquals("", world.share.leftovers());
        });
    }

    /** Nothing refused and nothing missing from now on, and time to settle. */
    private static void heal(World world) {
        world.refusals = false;
        for (Sidecar sidecar : List.copyOf(world.sidecars.values())) {
            world.replace(sidecar, true);
        }
        world.settle();
    }

    private static Map<String, PhysicalResource> served(World world, PodUid except) {
        Map<String, PhysicalResource> served = new HashMap<>();
        world.sidecars.forEach((pod, sidecar) -> {
            if (!pod.equals(except)) {
                for (ResourceKey key : sidecar.desired.keySet()) {
                    ResourceName name = world.share.physicalName(pod, key).orElse(null);
                    served.put(pod + " " + key, name == null ? null : world.envoy.has.get(new ResourceKey(key.type(), name)));
                }
            }
        });
        return served;
    }

    private static void histories(int usual, LongConsumer history) {
        Long only = Long.getLong("warren.seed");
        long count = only != null ? 1 : usual * (long) Integer.getInteger("warren.histories", 1);
        for (long i = 0; i < count; i++) {
            long seed = only != null ? only : i;
            try {
                history.accept(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("history with -Dwarren.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
