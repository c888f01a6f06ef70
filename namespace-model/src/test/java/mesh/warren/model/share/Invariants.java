package mesh.warren.model.share;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mesh.warren.model.share.World.Sidecar;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;

/** What has to be true of a {@link World}, said in the simplest way: by following what Envoy has, and by recursion. */
final class Invariants {

    private Invariants() {}

    /** Whatever a pod's doors lead to in Envoy, at this instant, its own control plane sent; nothing of another scope. */
    static void sound(World world) {
        for (PhysicalResource resource : world.envoy.resources()) {
            if (resource.key().type() == ResourceType.LISTENER) {
                String prefix = resource.key().name().value().substring(0, resource.key().name().value().indexOf('/'));
                world.sidecars.values().stream()
                        .filter(s -> PhysicalNames.prefix(s.envoy, Scope.POD).equals(prefix))
                        .forEach(s -> follow(world, s, resource));
            }
        }
    }

    private static void follow(World world, Sidecar sidecar, PhysicalResource resource) {
        TextResource.Physical text = TextResource.Physical.of(resource);
        String meaning = resource.key().type() + " " + text.virtual() + "|" + text.payload();
        if (!sidecar.ever.contains(meaning)) {
            throw new AssertionError(sidecar.envoy + " is served " + meaning + " as " + resource.key() + ", which it was not sent");
        }
        String prefix = resource.key().name().value().substring(0, resource.key().name().value().indexOf('/'));
        if (!PhysicalNames.prefix(sidecar.envoy, Scope.POD).startsWith(prefix)) {
            throw new AssertionError(sidecar.envoy + " is served " + resource.key() + " of another scope");
        }
        for (ResourceKey reference : text.references()) {
            PhysicalResource child = world.envoy.has.get(reference);
            if (child != null) {
                follow(world, sidecar, child);
            }
        }
    }

    /** No resource in Envoy refers to one that is not there, unless its name says that it never will be. */
    static void complete(World world) {
        for (PhysicalResource resource : world.envoy.resources()) {
            ResourceKey dangling = world.envoy.dangling(resource);
            if (dangling != null) {
                throw new AssertionError(resource.key() + " refers to " + dangling + ", which Envoy does not have");
            }
        }
    }

    /**
     * Once things are still, and nobody is served a last good one: two resources are one exactly when all of what they mean
     * is the same, and Envoy has nothing else.
     */
    static void minimal(World world) {
        Map<String, ResourceKey> names = new HashMap<>();
        Map<ResourceKey, String> meanings = new HashMap<>();
        for (Sidecar sidecar : world.sidecars.values()) {
            for (SymbolicResource resource : sidecar.desired.values()) {
                Optional<ResourceName> name = world.share.physicalName(sidecar.envoy.pod(), resource.key());
                Optional<String> meaning = meaning(sidecar, resource);
                if (name.isPresent() != meaning.isPresent()) {
                    throw new AssertionError(sidecar.envoy + " " + resource.key() + " is served: " + name + ", but means " + meaning);
                }
                if (name.isPresent()) {
                    ResourceKey physical = new ResourceKey(resource.key().type(), name.get());
                    same(names.put(meaning.get(), physical), physical, meaning.get());
                    same(meanings.put(physical, meaning.get()), meaning.get(), physical);
                }
            }
        }
        if (!meanings.keySet().equals(world.envoy.has.keySet())) {
            Set<ResourceKey> more = new HashSet<>(world.envoy.has.keySet());
            more.removeAll(meanings.keySet());
            Set<ResourceKey> less = new HashSet<>(meanings.keySet());
            less.removeAll(world.envoy.has.keySet());
            throw new AssertionError("Envoy has " + more + " more and " + less + " less than is wanted");
        }
    }

    private static void same(Object before, Object now, Object of) {
        if (before != null && !before.equals(now)) {
            throw new AssertionError(of + " is both " + before + " and " + now);
        }
    }

    /** All that it means, references resolved; empty when it cannot be served. */
    static Optional<String> meaning(Sidecar sidecar, SymbolicResource resource) {
        List<String> children = new ArrayList<>();
        for (ResourceKey reference : resource.bytes().references()) {
            Optional<String> child = Optional.ofNullable(sidecar.desired.get(reference)).flatMap(r -> meaning(sidecar, r));
            boolean tolerated = reference.type() == ResourceType.CLUSTER || reference.type() == ResourceType.CHAIN;
            if (child.isEmpty() && !tolerated) {
                return Optional.empty();
            }
            children.add(child.orElse("absent " + reference));
        }
        return Optional.of(PhysicalNames.prefix(sidecar.envoy, resource.scope()) + " " + World.meaning(resource) + children);
    }
}
