package mesh.warren.model.builtin;

import com.github.xds.type.matcher.v3.Matcher;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import mesh.warren.model.listen.AddressRule;
import mesh.warren.model.listen.ChainPlacement;
import mesh.warren.model.listen.ClientAddress;
import mesh.warren.model.listen.Door;
import mesh.warren.model.listen.DoorMatchers;
import mesh.warren.model.listen.DoorPlan;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.listen.PhysicalChains;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.listen.TlsInspection;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;

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
    public SortedSet<ResourceKey> inline() {
        return settings.chains() == ChainPlacement.INLINE ? chains() : Collections.emptySortedSet();
    }

    @Override
    public List<PhysicalResource> doors(PodNetwork pod, PhysicalChains chains) {
        UnaryOperator<String> physical = name -> chains.name(BuiltinNames.chain(name)).value();
        List<AddressRule> named = rules.stream().map(rule -> rule.renamed(physical)).toList();
        Matcher outbound = DoorMatchers.outbound(pod, settings, named, physical.apply(names.pass()));
        Door outboundDoor = Door.outbound(pod, outbound, settings);
        if (tls.isEmpty()) {
            Matcher inbound = DoorMatchers.inbound(settings, physical.apply(names.inbound()));
            return doors(outboundDoor, Door.inbound(pod, inbound, clientAddress, settings), chains);
        }
        Optional<String> plain = tls.get().strict() ? Optional.empty() : Optional.of(physical.apply(names.inbound()));
        Matcher inbound = DoorMatchers.inboundTls(settings, MeshTls.MARKER, physical.apply(names.inboundTls()), plain);
        return doors(outboundDoor, Door.inbound(pod, inbound, clientAddress, settings)
                .with(plain.isPresent() ? TlsInspection.PATIENT : TlsInspection.REQUIRED), chains);
    }

    private List<PhysicalResource> doors(Door outbound, Door inbound, PhysicalChains chains) {
        if (inline().isEmpty()) {
            return List.of(outbound.resource(), inbound.resource());
        }
        Set<ResourceKey> received = Set.of(BuiltinNames.chain(names.inbound()), BuiltinNames.chain(names.inboundTls()));
        return List.of(
                outbound.resource(inline().stream().filter(key -> !received.contains(key)).toList(), chains),
                inbound.resource(inline().stream().filter(received::contains).toList(), chains));
    }
}
