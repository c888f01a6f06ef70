package mesh.warren.model.builtin;

import com.github.xds.type.matcher.v3.Matcher;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import mesh.warren.model.listen.AddressRule;
import mesh.warren.model.listen.DoorMatchers;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;

/**
 * The built-in virtual Envoy of a domain: the same for each of its pods, but for their doors.
 *
 * @param names     how its resources are called
 * @param resources clusters, endpoints, the route table and the chains
 * @param rules     which chain, by its virtual name, a pod's outbound door chooses
 * @param notes     what was left out of the Services, and why
 */
public record BuiltinEnvoy(
        BuiltinNames names, SortedMap<ResourceKey, SymbolicResource> resources, List<AddressRule> rules, List<Note> notes) {

    public BuiltinEnvoy {
        resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
        rules = List.copyOf(rules);
        notes = List.copyOf(notes);
    }

    /**
     * The matcher of a pod's outbound door.
     *
     * @param chains the physical name of each of {@link BuiltinNames#chains}
     */
    public Matcher outbound(PodNetwork pod, DoorSettings settings, Function<ResourceKey, ResourceName> chains) {
        UnaryOperator<String> physical = physical(chains);
        List<AddressRule> named = rules.stream().map(rule -> rule.renamed(physical)).toList();
        return DoorMatchers.outbound(pod, settings, named, physical.apply(names.pass()));
    }

    /** The matcher of a pod's inbound door; {@code chains} as for {@link #outbound}. */
    public Matcher inbound(DoorSettings settings, Function<ResourceKey, ResourceName> chains) {
        return DoorMatchers.inbound(settings, physical(chains).apply(names.inbound()));
    }

    /** The resources as they are when all of the domain agree on them: each under its plain name. For an Envoy of one pod. */
    public List<PhysicalResource> plain() {
        return resources.values().stream()
                .map(r -> PhysicalResource.of(new ResourceKey(r.key().type(), plain(r.key())), r.bytes().resolve(this::plain)))
                .toList();
    }

    /** The plain physical name: {@code DOMAIN/NAME}. */
    public ResourceName plain(ResourceKey key) {
        return new ResourceName(names.prefix() + key.name());
    }

    private static UnaryOperator<String> physical(Function<ResourceKey, ResourceName> chains) {
        return name -> chains.apply(BuiltinNames.chain(name)).value();
    }
}
