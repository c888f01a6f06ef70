package mesh.warren.model.builtin;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import mesh.warren.model.listen.AddressRule;
import mesh.warren.model.listen.ChainPlacement;
import mesh.warren.model.listen.ClientAddress;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.view.VirtualView;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;

/**
 * The built-in virtual Envoy of a domain: the same for each of its pods, but for their doors.
 *
 * @param names     how its resources are called
 * @param resources clusters, endpoints, the route table and the chains
 * @param rules     which chain, by its virtual name, a pod's outbound door chooses
 * @param notes     what was left out of the Services, and why
 * @param tls       between pods; empty for none
 */
public record BuiltinEnvoy(
        BuiltinNames names, SortedMap<ResourceKey, SymbolicResource> resources, List<AddressRule> rules, List<Note> notes,
        Optional<MeshTls> tls) {

    public BuiltinEnvoy {
        resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
        rules = List.copyOf(rules);
        notes = List.copyOf(notes);
    }

    /** The doors of each of its pods. */
    public BuiltinDoors doors(ClientAddress clientAddress, DoorSettings settings) {
        return new BuiltinDoors(names, rules, clientAddress, settings, tls);
    }

    /**
     * As all virtual Envoys are seen from sharing on.
     *
     * @param clientAddress that of the {@link BuiltinSettings} it was made with
     */
    public VirtualView view(ClientAddress clientAddress, DoorSettings settings) {
        SortedMap<ResourceKey, SymbolicResource> all = resources;
        if (settings.chains() == ChainPlacement.INLINE) {
            all = new TreeMap<>(resources);
            all.replaceAll((key, resource) ->
                    key.type() == ResourceType.CHAIN ? new SymbolicResource(key, Scope.POD, resource.bytes()) : resource);
        }
        return new VirtualView(all, doors(clientAddress, settings), notes.stream().map(Note::toString).toList());
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
}
