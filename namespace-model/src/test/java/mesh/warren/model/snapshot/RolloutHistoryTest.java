package mesh.warren.model.snapshot;

import static mesh.warren.model.snapshot.Resources.resource;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories of targets, late answers, refusals and reconnects against {@link ModelEnvoy}, which fails on a dangling
 * reference and on what was not needed. The seed of a failure is its name.
 */
@Tag("pure")
class RolloutHistoryTest {

    private static final int STEPS = 400;
    private static final List<ResourceType> LAYERS = List.of(ResourceType.ENDPOINTS, ResourceType.CLUSTER,
            ResourceType.ROUTES, ResourceType.CHAIN, ResourceType.LISTENER);

    static IntStream seeds() {
        return IntStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void envoyNeverDanglesAndEndsWithTheTarget(int seed) {
        run(new Random(seed), 0);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void refusalsHoldBackOnlyWhatDependsOnThem(int seed) {
        run(new Random(seed), 15);
    }

    private static void run(Random random, int percentBad) {
        ModelEnvoy envoy = new ModelEnvoy(random);
        PhysicalSnapshot target = PhysicalSnapshot.EMPTY;
        Rollout rollout = connect(envoy, target);
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(percentBad == 0 ? 41 : 40)) {
                case 0, 1, 2 -> rollout.target(target = randomClosed(random, percentBad));
                case 40 -> rollout = connect(envoy, target);
                default -> {
                    envoy.receive();
                    if (random.nextBoolean() ? envoy.apply() : envoy.answer()) {
                        envoy.receive();
                    }
                }
            }
        }
        do {
            envoy.receive();
        } while (envoy.apply() || envoy.answer());
        assertEnvoyHas(target, envoy, percentBad > 0);
    }

    private static Rollout connect(ModelEnvoy envoy, PhysicalSnapshot target) {
        Rollout rollout = new Rollout(new PushLimits(60, 4), (from, to) -> Resources.references(from).contains(to));
        envoy.connect(rollout);
        rollout.target(target);
        return rollout;
    }

    /** All that Envoy wants and that is not bad, nor behind something bad, is there; nothing else is, but for refusals. */
    private static void assertEnvoyHas(PhysicalSnapshot target, ModelEnvoy envoy, boolean refusals) {
        if (!refusals) {
            Map<ResourceKey, PhysicalResource> wanted = new TreeMap<>();
            target.ofType(ResourceType.CLUSTER).forEach(r -> reach(r, target, wanted));
            target.ofType(ResourceType.LISTENER).forEach(r -> reach(r, target, wanted));
            assertEquals(wanted, envoy.has);
            return;
        }
        for (ResourceType type : List.of(ResourceType.CLUSTER, ResourceType.LISTENER)) {
            for (PhysicalResource wanted : target.ofType(type)) {
                Map<ResourceKey, PhysicalResource> behind = new TreeMap<>();
                reach(wanted, target, behind);
                if (behind.values().stream().noneMatch(ModelEnvoy::isBad)) {
                    assertEquals(wanted, envoy.has.get(wanted.key()));
                }
            }
        }
        envoy.has.values().forEach(r -> Resources.references(r).stream().filter(k -> k.type() == ResourceType.CLUSTER)
                .forEach(k -> assertTrue(envoy.has.containsKey(k), () -> r + " dangles at the end")));
    }

    private static void reach(
            PhysicalResource from, PhysicalSnapshot target, Map<ResourceKey, PhysicalResource> reached) {
        if (reached.put(from.key(), from) == null) {
            Resources.references(from).forEach(k -> reach(target.get(k).orElseThrow(), target, reached));
        }
    }

    /** Some of four names in each layer, each referring to some of the layers before it. */
    private static PhysicalSnapshot randomClosed(Random random, int percentBad) {
        List<PhysicalResource> all = new ArrayList<>();
        for (ResourceType type : LAYERS) {
            for (int name = 0; name < 4; name++) {
                if (random.nextInt(3) > 0) {
                    List<ResourceKey> references = all.stream().map(PhysicalResource::key)
                            .filter(k -> k.type() != type && random.nextInt(4) == 0).toList();
                    String content = random.nextInt(100) < percentBad ? ModelEnvoy.BAD : "v";
                    all.add(resource(type, "n" + name, content + random.nextInt(2),
                            references.toArray(ResourceKey[]::new)));
                }
            }
        }
        return PhysicalSnapshot.of(all);
    }
}
