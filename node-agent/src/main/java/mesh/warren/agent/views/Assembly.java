package mesh.warren.agent.views;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.WeakHashMap;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.listen.fold.Folded;
import mesh.warren.model.listen.fold.Folding;
import mesh.warren.model.quota.Usage;
import mesh.warren.model.rewrite.RewriteOutcome.Accepted;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.view.VirtualView;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;

/** Puts views together; pods with the same parts get the same object. On the thread {@code views}. */
final class Assembly {

    /** Asked for by name when something refers to it (Envoy's own rules for a sidecar); clusters and listeners come by themselves. */
    static final Set<ResourceType> BY_NAME = EnumSet.of(ResourceType.SECRET, ResourceType.ENDPOINTS, ResourceType.EXTENSION, ResourceType.ROUTES);

    private final Memo<Parts, Assembled> views = new Memo<>();
    private final Memo<Table, Folded> folds = new Memo<>();
    private final WeakHashMap<Table, WeakReference<Table>> tables = new WeakHashMap<>();
    private final DoorSettings doors;

    /** @param doors settings of all doors */
    Assembly(DoorSettings doors) {
        this.doors = doors;
    }

    /** The one object for all tables that are equal to it. */
    Table same(Table table) {
        WeakReference<Table> known = tables.get(table);
        Table same = known == null ? null : known.get();
        if (same == null) {
            tables.put(table, new WeakReference<>(table));
            return table;
        }
        return same;
    }

    /** What becomes of these listeners. */
    Folded fold(Table listeners) {
        return folds.of(listeners, table -> Folding.fold(table.all().stream().map(Rewritten::resource).toList(), doors));
    }

    /** The view of these parts. */
    Assembled of(Parts parts) {
        return views.of(parts, Assembly::assemble);
    }

    private static Assembled assemble(Parts parts) {
        SortedMap<ResourceKey, Rewritten> taken = new TreeMap<>();
        for (ResourceType type : ResourceType.values()) {
            if (type != ResourceType.VIRTUAL_HOST && type != ResourceType.SCOPED_ROUTES) {
                parts.tables().getOrDefault(type, Table.EMPTY).all().forEach(resource -> taken.put(resource.key(), resource));
            }
        }
        parts.pinned().forEach(cluster -> taken.put(cluster.key(), cluster));
        Map<ResourceType, SortedSet<ResourceName>> references = new EnumMap<>(ResourceType.class);
        taken.values().forEach(resource -> refer(resource.resource(), references));
        parts.used().all().forEach(listener -> refer(listener.resource(), references));
        Map<ResourceKey, String> refused = unusable(taken, references);
        refused.keySet().forEach(taken::remove);

        SortedMap<ResourceKey, SymbolicResource> resources = new TreeMap<>();
        taken.forEach((key, resource) -> resources.put(key, narrowed(resource.resource(), parts.sharing())));
        parts.folds().chains().forEach(chain -> resources.put(chain.key(), narrowed(chain, parts.sharing())));
        Set<ResourceKey> missing = new HashSet<>();
        references.forEach((type, names) -> names.stream().map(name -> new ResourceKey(type, name))
                .filter(key -> !taken.containsKey(key)).forEach(missing::add));
        return new Assembled(new VirtualView(resources, parts.folds().doors(), notes(parts, taken)), references, missing, Usage.of(resources.values()), refused);
    }

    private static SymbolicResource narrowed(SymbolicResource resource, Scope widest) {
        Scope scope = resource.scope().and(widest);
        return scope == resource.scope() ? resource : new SymbolicResource(resource.key(), scope, resource.bytes());
    }

    private static void refer(SymbolicResource resource, Map<ResourceType, SortedSet<ResourceName>> into) {
        resource.bytes().references().stream().filter(key -> BY_NAME.contains(key.type()))
                .forEach(key -> into.computeIfAbsent(key.type(), type -> new TreeSet<>()).add(key.name()));
    }

    /** Routes configure filters by name, and the name of a filter that comes by ECDS is another one in the shared Envoy. */
    private static Map<ResourceKey, String> unusable(Map<ResourceKey, Rewritten> all, Map<ResourceType, SortedSet<ResourceName>> references) {
        Map<ResourceKey, String> refused = new HashMap<>();
        Set<String> extensions = new HashSet<>();
        references.getOrDefault(ResourceType.EXTENSION, new TreeSet<>()).forEach(name -> extensions.add(name.value()));
        all.forEach((key, resource) -> resource.accepted().map(Accepted::filterKeys).orElseThrow().stream()
                .filter(extensions::contains).findFirst()
                .ifPresent(name -> refused.put(key, key + ": typed_per_filter_config '" + name + "': names a filter that comes by ECDS,"
                        + " which cannot be configured by route here; put the filter into the listener, or its configuration into the filter")));
        return refused;
    }

    private static List<String> notes(Parts parts, Map<ResourceKey, Rewritten> taken) {
        List<String> notes = new ArrayList<>(parts.folds().notes());
        taken.forEach((key, resource) -> resource.accepted().orElseThrow().notices()
                .forEach(notice -> notes.add(key + ": " + notice.path() + ": " + notice.text())));
        return notes;
    }
}
