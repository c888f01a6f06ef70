package mesh.warren.model.builtin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.builtin.UsableEndpoints.Target;
import mesh.warren.model.listen.AddressRule;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.ResourceKey;

/**
 * Makes the built-in virtual Envoy from the Services of the cluster.
 *
 * <p>Each result is the base of the next: a Service whose own objects did not change keeps its resources, the very same
 * objects, so an endpoint that changes costs one load assignment.
 */
public final class Builtin {

    private final BuiltinSettings settings;
    private final BuiltinNames names;
    private final Rewriting rewriting;
    private final SortedMap<ResourceKey, SymbolicResource> fixed;
    private final SortedMap<ServiceName, Made> made;
    private final BuiltinEnvoy envoy;

    /** What a Service was made of, and what it became. */
    private record Made(
            Service service, List<EndpointSlice> slices, List<DialledPort> ports, Set<Target> mesh, List<SymbolicResource> resources,
            List<Note> notes) {}

    private Builtin(
            BuiltinSettings settings, Rewriting rewriting, SortedMap<ResourceKey, SymbolicResource> fixed,
            SortedMap<ServiceName, Made> made, BuiltinEnvoy envoy) {
        this.settings = settings;
        this.names = new BuiltinNames(settings.domain());
        this.rewriting = rewriting;
        this.fixed = fixed;
        this.made = made;
        this.envoy = envoy;
    }

    /**
     * The virtual Envoy of a cluster without Services: everything passes.
     *
     * @param table what rewriting goes by; load it once
     */
    public static Builtin empty(BuiltinSettings settings, ApiTable table) {
        Rewriting rewriting = new Rewriting(table, settings.voidPath(), settings.tls().map(tls -> tls.names().certificate()));
        SortedMap<ResourceKey, SymbolicResource> fixed = FixedResources.of(settings, rewriting);
        return new Builtin(settings, rewriting, fixed, new TreeMap<>(), null).with(List.of(), List.of());
    }

    /** What it is now. */
    public BuiltinEnvoy envoy() {
        return envoy;
    }

    /**
     * The virtual Envoy of these Services, in place of those before.
     *
     * @param services all of them; of two with one name the later counts
     * @param slices   all of them; those of no Service are ignored
     */
    public Builtin with(Collection<Service> services, Collection<EndpointSlice> slices) {
        return with(services, slices, MeshEndpoints.NONE);
    }

    /** The same with TLS to those endpoints. */
    public Builtin with(Collection<Service> services, Collection<EndpointSlice> slices, MeshEndpoints mesh) {
        Map<ServiceName, List<EndpointSlice>> byService = slices.stream()
                .collect(Collectors.groupingBy(EndpointSlice::service));
        SortedMap<ServiceName, Service> byName = new TreeMap<>();
        services.forEach(service -> byName.put(service.name(), service));
        Ports ports = Ports.of(byName.values());
        SortedMap<ServiceName, Made> next = new TreeMap<>();
        SortedMap<ResourceKey, SymbolicResource> resources = new TreeMap<>(fixed);
        byName.forEach((name, service) -> {
            Made now = make(service, byService.getOrDefault(name, List.of()), ports.of(name), mesh);
            next.put(name, now);
            now.resources().forEach(resource -> resources.put(resource.key(), resource));
        });
        List<DialledPort> all = next.values().stream().flatMap(m -> m.ports().stream()).toList();
        List<AddressRule> rules = new OutboundRules(names, settings.serviceCidrs()).of(all);
        List<Note> notes = new ArrayList<>(ports.notes());
        next.values().forEach(each -> notes.addAll(each.notes()));
        return new Builtin(settings, rewriting, fixed, next, new BuiltinEnvoy(names, resources, rules, notes, settings.tls()));
    }

    private Made make(Service service, List<EndpointSlice> slices, List<DialledPort> ports, MeshEndpoints mesh) {
        Made before = made.get(service.name());
        Set<Target> inMesh = settings.tls().isEmpty() ? Set.of() : UsableEndpoints.among(slices, mesh);
        if (before != null && before.service().equals(service) && before.slices().equals(slices) && before.ports().equals(ports)
                && before.mesh().equals(inMesh)) {
            return before;
        }
        List<SymbolicResource> resources = new ArrayList<>();
        List<Note> notes = new ArrayList<>();
        for (DialledPort port : ports) {
            try {
                resources.addAll(new ServiceResources(settings.node(), rewriting, settings.tls()).of(port, slices, inMesh));
            } catch (Rewriting.Refusals e) {
                // Of this port only: the other Services go on being kept up to date.
                notes.add(new Note(service.name(), "port " + port.port().port() + ": " + e.getMessage() + ". Connections to it are closed"));
            }
        }
        Map<ResourceKey, SymbolicResource> old = before == null ? Map.of() : before.resources().stream()
                .collect(Collectors.toMap(SymbolicResource::key, r -> r));
        resources.replaceAll(resource -> resource.equals(old.get(resource.key())) ? old.get(resource.key()) : resource);
        return new Made(service, slices, ports, inMesh, List.copyOf(resources), List.copyOf(notes));
    }
}
