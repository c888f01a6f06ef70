package mesh.warren.model.snapshot;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/**
 * As much of Envoy as matters to the order of things: it asks for all clusters and listeners, and for the rest by name as
 * soon as something refers to it; applies responses in order; refuses a response that has a bad resource after applying
 * any of its others; answers late. It fails the test when it would have a dangling reference.
 */
final class ModelEnvoy {

    static final String BAD = "bad";
    private static final Set<ResourceType> WILDCARD = Set.of(ResourceType.CLUSTER, ResourceType.LISTENER);

    final Map<ResourceKey, PhysicalResource> has = new TreeMap<>();
    private final Set<ResourceKey> asked = new TreeSet<>();
    private final Set<ResourceKey> answered = new TreeSet<>();
    private final Deque<Push> received = new ArrayDeque<>();
    private final List<Push> unanswered = new ArrayList<>();
    private final Set<Long> refused = new TreeSet<>();
    private final Random random;
    private Rollout rollout;

    ModelEnvoy(Random random) {
        this.random = random;
    }

    void connect(Rollout fresh) {
        rollout = fresh;
        received.clear();
        unanswered.clear();
        answered.clear();
        for (ResourceType type : ResourceType.values()) {
            List<String> names = asked.stream().filter(k -> k.type() == type).map(k -> k.name().value()).toList();
            Map<String, String> versions = has.values().stream().filter(r -> r.key().type() == type)
                    .collect(Collectors.toMap(r -> r.key().name().value(), r -> r.version().value()));
            if (WILDCARD.contains(type) || !names.isEmpty()) {
                rollout.request(type, WILDCARD.contains(type) ? List.of("*") : names, List.of(), versions, true);
            }
        }
        answered.addAll(has.keySet());
        rollout.allowRemovals();
    }

    /** The server sends all that it may. */
    void receive() {
        rollout.next().ifPresent(push -> {
            received.add(push);
            receive();
        });
    }

    /** Applies one response, if one has come. */
    boolean apply() {
        Push push = received.poll();
        if (push == null) {
            return false;
        }
        boolean bad = push.resources().stream().anyMatch(ModelEnvoy::isBad);
        for (PhysicalResource resource : push.resources()) {
            assertNeeded(resource);
            answered.add(resource.key());
            if (!bad || !isBad(resource) && random.nextBoolean()) {
                assertReferencesAreThere(resource);
                if (wants(resource.key())) {
                    has.put(resource.key(), resource);
                }
            }
        }
        for (ResourceKey key : push.removed()) {
            answered.add(key);
            if (has.remove(key) != null) {
                has.values().forEach(r -> assertFalse(
                        Resources.references(r).contains(key), () -> "removed " + key + ", but " + r + " refers to it"));
            }
        }
        if (bad) {
            refused.add(push.nonce());
        }
        unanswered.add(push);
        askForWhatIsReferredTo();
        return true;
    }

    /** Answers the oldest response of some type. */
    boolean answer() {
        if (unanswered.isEmpty()) {
            return false;
        }
        ResourceType type = unanswered.get(random.nextInt(unanswered.size())).type();
        Push oldest = unanswered.stream().filter(p -> p.type() == type).findFirst().orElseThrow();
        unanswered.remove(oldest);
        if (refused.contains(oldest.nonce())) {
            rollout.nacked(type, oldest.nonce());
        } else {
            rollout.acked(type, oldest.nonce());
        }
        return true;
    }

    static boolean isBad(PhysicalResource resource) {
        return resource.content().toStringUtf8().startsWith(BAD);
    }

    private boolean wants(ResourceKey key) {
        return WILDCARD.contains(key.type()) || asked.contains(key);
    }

    /** Nothing is sent that Envoy has already; only what it applied from a refused response may come again. */
    private void assertNeeded(PhysicalResource resource) {
        if (refused.isEmpty() && wants(resource.key()) && answered.contains(resource.key())) {
            PhysicalResource now = has.get(resource.key());
            if (now != null) {
                assertNotEquals(now.version(), resource.version(), () -> resource + " was sent again");
            }
        }
    }

    private void assertReferencesAreThere(PhysicalResource resource) {
        for (ResourceKey key : Resources.references(resource)) {
            assertTrue(!WILDCARD.contains(key.type()) || has.containsKey(key),
                    () -> resource + " refers to " + key + ", which has not come");
        }
    }

    private void askForWhatIsReferredTo() {
        Set<ResourceKey> referred = referred();
        while (has.keySet().removeIf(k -> asked.contains(k) && !referred.contains(k))) {
            referred.retainAll(referred());
        }
        for (ResourceType type : ResourceType.values()) {
            List<String> more = names(referred, asked, type);
            List<String> less = names(asked, referred, type);
            if (!more.isEmpty() || !less.isEmpty()) {
                rollout.request(type, more, less, Map.of(), true);
            }
        }
        answered.removeIf(k -> !WILDCARD.contains(k.type()) && !(asked.contains(k) && referred.contains(k)));
        asked.clear();
        asked.addAll(referred);
    }

    private Set<ResourceKey> referred() {
        return has.values().stream().flatMap(r -> Resources.references(r).stream())
                .filter(k -> !WILDCARD.contains(k.type())).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> names(Set<ResourceKey> of, Set<ResourceKey> without, ResourceType type) {
        return of.stream().filter(k -> k.type() == type && !without.contains(k)).map(k -> k.name().value()).toList();
    }
}
