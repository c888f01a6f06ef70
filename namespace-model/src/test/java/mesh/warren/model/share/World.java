package mesh.warren.model.share;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import mesh.warren.model.id.Domain;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.id.Tenant;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/**
 * A random history: pods of several tenants and domains whose control planes mostly agree, an Envoy that is late, and time
 * that passes. Knows for each pod what its control plane sent, which is all that the invariants need.
 */
final class World {

    static final int NAMES = 4;

    final Random random;
    final Share share = new Share(Duration.ofMillis(250));
    final ModelEnvoy envoy = new ModelEnvoy(share);
    final Map<PodUid, Sidecar> sidecars = new TreeMap<>();
    Instant now = Instant.EPOCH;
    boolean refusals = true;
    private final int pods;
    private final Map<Domain, Integer> epochs = new TreeMap<>();
    private int nextPod;

    /** What one control plane sent: now, and ever. */
    static final class Sidecar {
        final VirtualEnvoy envoy;
        final Map<ResourceKey, SymbolicResource> desired = new TreeMap<>();
        final Set<String> ever = new HashSet<>();
        boolean connected = true;

        Sidecar(VirtualEnvoy envoy) {
            this.envoy = envoy;
        }
    }

    World(long seed, int pods) {
        this.random = new Random(seed);
        this.pods = pods;
    }

    void event() {
        int what = random.nextInt(100);
        if (what < 8 && sidecars.size() < pods) {
            join();
        } else if (what < 10 && !sidecars.isEmpty()) {
            leave(any());
        } else if (what < 13 && !sidecars.isEmpty()) {
            Sidecar sidecar = any();
            sidecar.connected = !sidecar.connected;
            if (sidecar.connected) {
                replace(sidecar, false);
            }
        } else if (what < 45 && !sidecars.isEmpty()) {
            change(any());
        } else if (what < 48) {
            rollOut();
        } else if (what < 60) {
            now = now.plusMillis(random.nextInt(120));
            envoy.offer(share.tick(now));
        } else {
            for (int i = random.nextInt(12); i >= 0; i--) {
                envoy.step(now);
            }
        }
    }

    Sidecar any() {
        return new ArrayList<>(sidecars.values()).get(random.nextInt(sidecars.size()));
    }

    Sidecar join() {
        int n = nextPod++;
        VirtualEnvoy envoy = new VirtualEnvoy(new PodUid("pod-" + n), new Tenant("tenant-" + n % 3),
                new Domain(n % 5 == 0 ? "other" : "main"));
        Sidecar sidecar = new Sidecar(envoy);
        share.join(envoy);
        sidecars.put(envoy.pod(), sidecar);
        replace(sidecar, false);
        return sidecar;
    }

    void leave(Sidecar sidecar) {
        sidecars.remove(sidecar.envoy.pod());
        envoy.offer(share.leave(sidecar.envoy.pod(), now));
    }

    /** The whole state of the world, as after a reconnect; unless {@code whole}, now and then with something left out. */
    void replace(Sidecar sidecar, boolean whole) {
        int epoch = epochs.getOrDefault(sidecar.envoy.domain(), 0);
        List<SymbolicResource> all = new ArrayList<>();
        for (ResourceType type : List.of(ResourceType.ENDPOINTS, ResourceType.CLUSTER, ResourceType.ROUTES, ResourceType.CHAIN,
                ResourceType.LISTENER)) {
            for (int i = 0; i < NAMES; i++) {
                if (whole || random.nextInt(40) != 0) {
                    all.add(make(type, i, "v" + epoch, i));
                }
            }
        }
        Set<ResourceKey> removals = new HashSet<>(sidecar.desired.keySet());
        all.forEach(r -> removals.remove(r.key()));
        push(sidecar, all, removals);
    }

    /** One control plane changes its mind about one thing or some. */
    void change(Sidecar sidecar) {
        if (!sidecar.connected) {
            return;
        }
        List<SymbolicResource> upserts = new ArrayList<>();
        Set<ResourceKey> removals = new HashSet<>();
        for (int n = random.nextInt(3); n >= 0; n--) {
            ResourceType type = types().get(random.nextInt(types().size()));
            int name = random.nextInt(NAMES);
            if (random.nextInt(5) == 0) {
                removals.add(key(type, name));
            } else {
                boolean bad = refusals && random.nextInt(12) == 0;
                upserts.add(make(type, name, bad ? "bad" + random.nextInt(2) : "v" + random.nextInt(5), random.nextInt(NAMES)));
            }
        }
        upserts.forEach(r -> removals.remove(r.key()));
        push(sidecar, upserts, removals);
    }

    /** A domain's control plane tells everybody, in any order, with time and Envoy's steps in between. */
    private void rollOut() {
        Domain domain = new Domain(random.nextBoolean() ? "main" : "other");
        epochs.merge(domain, 1, Integer::sum);
        ResourceType type = types().get(random.nextInt(types().size()));
        int name = random.nextInt(NAMES);
        SymbolicResource news = make(type, name, "v" + epochs.get(domain), name);
        List<Sidecar> all = new ArrayList<>(sidecars.values().stream()
                .filter(s -> s.connected && s.envoy.domain().equals(domain)).toList());
        Collections.shuffle(all, random);
        for (Sidecar sidecar : all) {
            push(sidecar, List.of(news), Set.of());
            if (random.nextInt(6) == 0) {
                now = now.plusMillis(random.nextInt(40));
                envoy.offer(share.tick(now));
                envoy.step(now);
            }
        }
    }

    void push(Sidecar sidecar, List<SymbolicResource> upserts, Set<ResourceKey> removals) {
        removals.forEach(sidecar.desired::remove);
        upserts.forEach(r -> {
            sidecar.desired.put(r.key(), r);
            sidecar.ever.add(meaning(r));
        });
        envoy.offer(share.push(sidecar.envoy.pod(), new Push(upserts, removals), now));
    }

    /** Lets time pass and Envoy work until nothing is left to do. */
    void settle() {
        while (share.nextDeadline().isPresent() || !envoy.idle()) {
            if (envoy.idle()) {
                now = share.nextDeadline().orElseThrow();
                envoy.offer(share.tick(now));
            }
            envoy.step(now);
        }
    }

    static String meaning(SymbolicResource resource) {
        TextResource text = (TextResource) resource.bytes();
        return resource.key() + "|" + text.payload();
    }

    static List<ResourceType> types() {
        return List.of(ResourceType.ENDPOINTS, ResourceType.CLUSTER, ResourceType.ROUTES, ResourceType.CHAIN, ResourceType.LISTENER);
    }

    static ResourceKey key(ResourceType type, int name) {
        return ResourceKey.of(type, "n" + name);
    }

    /** Refers to the resource of the type before it that has the number {@code target}; names 1 and 2 are narrower. */
    static SymbolicResource make(ResourceType type, int name, String payload, int target) {
        Scope scope = type == ResourceType.LISTENER || name == 2 ? Scope.POD : name == 1 ? Scope.TENANT : Scope.DOMAIN;
        int before = types().indexOf(type) - 1;
        ResourceKey[] references = before < 0 ? new ResourceKey[0]
                : name == 3 ? new ResourceKey[] {key(types().get(before), target), key(types().get(before), 0)}
                : new ResourceKey[] {key(types().get(before), target)};
        return TextResource.resource(key(type, name), scope, payload, references);
    }
}
