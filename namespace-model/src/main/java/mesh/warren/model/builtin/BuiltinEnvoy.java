package mesh.warren.model.builtin;

import com.github.xds.type.matcher.v3.Matcher;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import mesh.warren.model.listen.AddressRule;
import mesh.warren.model.listen.DoorMatchers;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.ResourceKey;

/**
 * The built-in virtual Envoy of a domain: the same for each of its pods, but for their doors.
 *
 * @param names     how its resources are called
 * @param resources clusters, endpoints, the route table and the chains
 * @param rules     which chain a pod's outbound door chooses
 * @param notes     what was left out of the Services, and why
 */
public record BuiltinEnvoy(
        BuiltinNames names, SortedMap<ResourceKey, SymbolicResource> resources, List<AddressRule> rules, List<Note> notes) {

    public BuiltinEnvoy {
        resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
        rules = List.copyOf(rules);
        notes = List.copyOf(notes);
    }

    /** The matcher of a pod's outbound door. */
    public Matcher outbound(PodNetwork pod, DoorSettings settings) {
        return DoorMatchers.outbound(pod, settings, rules, names.pass());
    }

    /** The matcher of a pod's inbound door. */
    public Matcher inbound(DoorSettings settings) {
        return DoorMatchers.inbound(settings, names.inbound());
    }
}
