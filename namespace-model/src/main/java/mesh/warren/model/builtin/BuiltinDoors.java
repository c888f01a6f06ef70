package mesh.warren.model.builtin;

import com.github.xds.type.matcher.v3.Matcher;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import mesh.warren.model.listen.AddressRule;
import mesh.warren.model.listen.ClientAddress;
import mesh.warren.model.listen.Door;
import mesh.warren.model.listen.DoorMatchers;
import mesh.warren.model.listen.DoorPlan;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.listen.TlsInspection;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;

/**
 * The two doors of a pod without a control plane.
 *
 * @param names         how the chains are called
 * @param rules         which chain, by its virtual name, the outbound door chooses; elsewhere it passes on
 * @param clientAddress what applications see; the inbound cluster must have been made for the same
 * @param settings      ports and limits
 * @param tls           between pods; empty for none
 */
public record BuiltinDoors(BuiltinNames names, List<AddressRule> rules, ClientAddress clientAddress, DoorSettings settings,
        Optional<MeshTls> tls)
        implements DoorPlan {

    public BuiltinDoors {
        rules = List.copyOf(rules);
    }

    @Override
    public SortedSet<ResourceKey> chains() {
        SortedSet<ResourceKey> chains = new TreeSet<>(names.chains());
        tls.ifPresent(mesh -> chains.add(BuiltinNames.chain(names.inboundTls())));
        return Collections.unmodifiableSortedSet(chains);
    }

    @Override
    public List<PhysicalResource> doors(PodNetwork pod, Function<ResourceKey, ResourceName> chains) {
        UnaryOperator<String> physical = name -> chains.apply(BuiltinNames.chain(name)).value();
        List<AddressRule> named = rules.stream().map(rule -> rule.renamed(physical)).toList();
        Matcher outbound = DoorMatchers.outbound(pod, settings, named, physical.apply(names.pass()));
        Door outboundDoor = Door.outbound(pod, outbound, settings);
        if (tls.isEmpty()) {
            Matcher inbound = DoorMatchers.inbound(settings, physical.apply(names.inbound()));
            return List.of(outboundDoor.resource(), Door.inbound(pod, inbound, clientAddress, settings).resource());
        }
        Optional<String> plain = tls.get().strict() ? Optional.empty() : Optional.of(physical.apply(names.inbound()));
        Matcher inbound = DoorMatchers.inboundTls(settings, MeshTls.MARKER, physical.apply(names.inboundTls()), plain);
        return List.of(outboundDoor.resource(), Door.inbound(pod, inbound, clientAddress, settings)
                .with(plain.isPresent() ? TlsInspection.PATIENT : TlsInspection.REQUIRED).resource());
    }
}
