package mesh.warren.model.listen.fold;

import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import mesh.warren.model.listen.ChainPlacement;
import mesh.warren.model.listen.Direction;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/** Folds the listeners of a virtual Envoy into doors and chains. The same listeners in any order give the same result. */
public final class Folding {

    private final DoorSettings settings;
    private final Notes notes = new Notes();
    private final List<FoldRefusal> refusals = new ArrayList<>();
    private final Handoff handoff = new Handoff();
    private final List<FoldedListener> listeners = new ArrayList<>();

    private Folding(DoorSettings settings) {
        this.settings = settings;
    }

    /**
     * Never throws for what a control plane sends: a listener that cannot be folded is refused, the others are.
     *
     * @param rewritten all listeners of the virtual Envoy, as the rewriter accepted them
     * @param settings  of all doors
     */
    public static Folded fold(Collection<SymbolicResource> rewritten, DoorSettings settings) {
        return new Folding(settings).fold(rewritten);
    }

    private Folded fold(Collection<SymbolicResource> rewritten) {
        ListenerFolder folder = new ListenerFolder();
        rewritten.stream().sorted(Comparator.comparing(SymbolicResource::key)).forEach(resource -> {
            try {
                FoldedListener listener = folder.fold(ListenerReader.read(resource));
                requireSize(new DoorPick(listener, new Handoff()).byPort(new TreeSet<>(), true));
                requireAccepting(listener);
                handoff.add(listener);
                listeners.add(listener);
            } catch (FoldException e) {
                refusals.add(e.of(resource.key().name().value()));
            }
        });
        handoff.complete();
        List<FoldedDoor> doors = new ArrayList<>();
        Roles roles = Roles.of(listeners, settings);
        doors.add(captured(Direction.OUTBOUND, roles.outbound()));
        doors.add(captured(Direction.INBOUND, roles.inbound()));
        roles.others().forEach(listener -> bound(listener).ifPresent(doors::add));
        SortedSet<ResourceKey> keys = new TreeSet<>();
        SortedSet<ResourceKey> inline = new TreeSet<>();
        List<SymbolicResource> chains = new ArrayList<>();
        listeners.stream().flatMap(l -> l.chains().stream()).sorted(Comparator.comparing(SymbolicResource::key)).forEach(chain -> {
            keys.add(chain.key());
            if (isInline(chain)) {
                inline.add(chain.key());
                // The door is the pod's, so its parts are: then their names do not depend on other pods.
                chains.add(new SymbolicResource(chain.key(), Scope.POD, chain.bytes()));
            } else {
                chains.add(chain);
            }
        });
        return new Folded(chains, new FoldedDoors(doors, keys, inline, settings), refusals, notes.lines());
    }

    /** Envoy 1.40 never begins to fetch the secrets of a chain that came by FCDS. */
    private boolean isInline(SymbolicResource chain) {
        return settings.chains() == ChainPlacement.INLINE
                || chain.bytes().references().stream().anyMatch(key -> key.type() == ResourceType.SECRET);
    }

    private static void requireSize(Pick pick) throws FoldException {
        long size = PickSize.of(pick);
        if (size > PickSize.MOST) {
            throw new FoldException("filter_chains", size + " combinations", "use fewer combinations of matches: at most " + PickSize.MOST);
        }
    }

    private static void requireAccepting(FoldedListener listener) throws FoldException {
        if (!listener.from().binds() && !listener.filters().others().isEmpty()) {
            throw new FoldException("listener_filters", listener.filters().others().getFirst().getName(),
                    "put the filter on the listener that accepts: of one reached by original destination only inspectors are kept");
        }
    }

    private FoldedDoor captured(Direction direction, Optional<FoldedListener> listener) {
        if (listener.isEmpty()) {
            notes.add("no listener takes " + direction + " connections by their original destination: the " + direction
                    + " door closes them", direction.toString());
            return new FoldedDoor.Captured(direction, Pick.NOBODY, DoorTraits.none(settings.bufferBytes()));
        }
        DoorPick pick = new DoorPick(listener.get(), handoff);
        Pick all = pick.byPort(new TreeSet<>(settings.ports()), direction == Direction.OUTBOUND);
        return new FoldedDoor.Captured(direction, all, new Traits(settings, notes).of(listener.get(), pick, direction == Direction.INBOUND));
    }

    private Optional<FoldedDoor> bound(FoldedListener listener) {
        boolean restores = listener.from().restores();
        TrafficDirection direction = listener.from().head().getTrafficDirection();
        for (VirtualListener.Endpoint endpoint : listener.from().addresses()) {
            if (settings.ports().contains(endpoint.port())) {
                refusals.add(new FoldRefusal(listener.name(), "address", endpoint.address().withPort(endpoint.port()),
                        "use another port: capture leads to a door there, which needs use_original_dst or the listener filter original_dst"));
                return Optional.empty();
            }
        }
        DoorPick pick = new DoorPick(listener, handoff);
        Pick all = restores ? pick.byPort(new TreeSet<>(settings.ports()), true) : pick.bound();
        return Optional.of(new FoldedDoor.Bound(listener.from().addresses(), restores, direction, all,
                new Traits(settings, notes).of(listener, pick, false)));
    }
}
