package mesh.warren.model.share;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import mesh.warren.model.id.Domain;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.Version;

/**
 * Share classes (design section 4, "Share"): two virtual resources are one physical resource exactly when they have the
 * same scope, type, name and canonical bytes, and all that they refer to is the same physical resource.
 *
 * <p><b>Strict.</b> A virtual Envoy is served only what its own control plane sent. When one member of a class gets new
 * content, it keeps its old one for at most the settle window; if by then all members have the same new content, the class
 * changes in place, and if not, those who have it leave for a class of their own. A class keeps its content as long as
 * Envoy may still serve it to somebody who left, that is until the {@linkplain #acknowledged ACK}. Where two classes become
 * equal, the smaller one's members move.
 *
 * <p><b>Complete.</b> What refers to something that its control plane did not send waits, and what was there before stays;
 * {@link #why} tells. Only where Envoy itself has an answer (a route to an unknown cluster: 503; a door to an unknown chain:
 * the connection is reset) is it served, with a name in it that no resource ever has. A whole route table does not wait for
 * one cluster. What is not wanted any more is removed when Envoy has acknowledged that nothing refers to it.
 *
 * <p>A virtual Envoy whose control plane is away keeps all it has; there is nothing to tell this class about it. When the
 * control plane is back it pushes what differs (a state-of-the-world answer: with the removals that it implies).
 *
 * <p>Not thread-safe: one owner thread. The work of an event grows with what changed and what refers to it; a membership
 * costs one bit in the class and one in the member.
 */
public final class Share {

    private final long window;
    private final Emission emission = new Emission();
    private final Map<Domain, DomainShare> domains = new TreeMap<>();
    private final Map<PodUid, DomainShare> domainOf = new HashMap<>();
    private boolean gathering;

    /** @param settleWindow how long a change waits for the rest of its class; 250 ms unless there is a reason */
    public Share(Duration settleWindow) {
        if (settleWindow.isNegative()) {
            throw new IllegalArgumentException("settle window " + settleWindow + ": want zero or more");
        }
        this.window = settleWindow.toMillis();
    }

    /** A virtual Envoy without resources. @throws IllegalArgumentException when its pod has one already */
    public void join(VirtualEnvoy envoy) {
        if (domainOf.containsKey(envoy.pod())) {
            throw new IllegalArgumentException("pod " + envoy.pod() + " has a virtual Envoy already; it has to leave first");
        }
        DomainShare domain = domains.computeIfAbsent(envoy.domain(), d -> newDomain());
        domain.members.add(envoy);
        domainOf.put(envoy.pod(), domain);
    }

    private DomainShare newDomain() {
        DomainShare domain = new DomainShare(emission, window);
        if (gathering) {
            domain.gather();
        }
        return domain;
    }

    /**
     * A control plane's message, taken in as a whole.
     *
     * @throws IllegalArgumentException for an unknown pod, or a name with the separator in it; nothing is changed then
     */
    public Change push(PodUid pod, Push push, Instant now) {
        DomainShare domain = domain(pod);
        domain.push(domain.members.of(pod), push, now.toEpochMilli());
        return finish(now);
    }

    /** The pod is gone: its doors are removed at once, the rest when Envoy has acknowledged that. */
    public Change leave(PodUid pod, Instant now) {
        DomainShare domain = domain(pod);
        domain.leave(domain.members.of(pod), now.toEpochMilli());
        domainOf.remove(pod);
        return finish(now);
    }

    /** Call it when {@link #nextDeadline} has come; harmless at any other time. */
    public Change tick(Instant now) {
        domains.values().forEach(d -> d.tick(now.toEpochMilli()));
        return finish(now);
    }

    /** When somebody's settle window is over; empty when nobody waits for others. */
    public Optional<Instant> nextDeadline() {
        long next = domains.values().stream().mapToLong(DomainShare::nextDeadline).min().orElse(Pending.NEVER);
        return next == Pending.NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(next));
    }

    /**
     * Envoy has everything up to this {@link Change#generation}: nothing of it was refused or held back. (After a refusal
     * that is a later generation, which {@link #refused} makes.) With several Envoys: all of them.
     *
     * @throws IllegalArgumentException for a generation that was not made yet
     */
    public Change acknowledged(long generation, Instant now) {
        if (emission.acknowledge(generation)) {
            domains.values().forEach(d -> d.acknowledged(now.toEpochMilli()));
        }
        return finish(now);
    }

    /**
     * Envoy refused a resource (NACK). Those who want it keep their last good one, and never get this content again; others
     * do not notice. Ignored when the resource has another content by now; tell it again when that is refused as well, or
     * when the resource has the refused content again. Telling it twice does no harm.
     *
     * @param physical its type and physical name
     * @param version  the one refused
     * @param reason   Envoy's words, which {@link #why} repeats
     */
    public Change refused(ResourceKey physical, Version version, String reason, Instant now) {
        for (DomainShare domain : domains.values()) {
            if (domain.refused(physical, version, reason, now.toEpochMilli())) {
                break;
            }
        }
        return finish(now);
    }

    /**
     * After a restart of the agent, before the first push: what Envoy says that it has ({@code initial_resource_versions}).
     * From now on pushes are only gathered and changes are empty, until {@link #open}. A class gets the name under which
     * Envoy has its very bytes, in whatever order the pods come back; nobody else gets such a name until {@link #release}.
     */
    public void adopt(Map<ResourceKey, Version> reported) {
        if (!domainOf.isEmpty()) {
            throw new IllegalStateException("adopt comes before the first virtual Envoy joins");
        }
        gathering = true;
        Map<Domain, Map<ResourceKey, Version>> byDomain = new HashMap<>();
        reported.forEach((key, version) -> PhysicalNames.domain(key.name()).ifPresent(
                d -> byDomain.computeIfAbsent(d, x -> new HashMap<>()).put(key, version)));
        byDomain.forEach((name, names) -> {
            DomainShare domain = domains.computeIfAbsent(name, d -> newDomain());
            domain.gather();
            domain.naming.adopt(names);
        });
    }

    /** Ends gathering: all that was pushed is placed. Call it when the pods known from before are back, or were long enough awaited. */
    public Change open(Instant now) {
        gathering = false;
        domains.values().forEach(d -> d.place(now.toEpochMilli()));
        return finish(now);
    }

    /**
     * All pods known from before are back or gone for good: adopted names that no class took are nobody's. Until then Envoy
     * must be left what it has under them (no removals on its stream), or pods that are still away would lose their doors.
     */
    public void release() {
        domains.values().forEach(d -> d.naming.release());
    }

    /** Whether there are adopted names that no class took, and {@link #release} was not called. */
    public boolean keepsAdopted() {
        return domains.values().stream().anyMatch(d -> d.naming.keepsAdopted());
    }

    /** The physical name by which the pod is served; empty when it is not, or not yet, or no more. */
    public Optional<ResourceName> physicalName(PodUid pod, ResourceKey virtual) {
        return Introspection.current(domain(pod), pod, virtual).map(c -> c.physical.name());
    }

    /** The resource by which the pod is served, as it was made last; empty when it is not. Work: its bytes are made again. */
    public Optional<PhysicalResource> physical(PodUid pod, ResourceKey virtual) {
        return Introspection.current(domain(pod), pod, virtual).map(c -> PhysicalResource.of(c.physical, Bytes.of(c.identity(), c.physical)));
    }

    /** The version of {@link #physical}, without the work. */
    public Optional<Version> physicalVersion(PodUid pod, ResourceKey virtual) {
        return Introspection.current(domain(pod), pod, virtual).map(c -> c.emitted);
    }

    /** Who is not served what was sent last, and does not only wait for something that was not sent. Work: all that waits. */
    public Unplaced unplaced() {
        Set<PodUid> moving = new HashSet<>();
        Map<PodUid, Map<ResourceKey, String>> refused = new HashMap<>();
        domains.values().forEach(d -> d.unplaced(moving, refused));
        return new Unplaced(moving, refused);
    }

    /** All share classes, sorted by physical name within their type. */
    public List<ClassInfo> classes() {
        List<ClassInfo> all = new ArrayList<>();
        domains.values().forEach(d -> d.naming.owners().forEach(c -> all.add(Introspection.info(c))));
        all.sort(Comparator.comparing(ClassInfo::physical));
        return all;
    }

    /**
     * Who shares it, and what keeps the others apart or waiting; one answer for each domain that knows the name.
     *
     * @param key a virtual or a physical name and its type
     */
    public List<Explanation> why(ResourceKey key) {
        return domains.values().stream().flatMap(d -> Introspection.why(d, key).stream()).toList();
    }

    /**
     * Whether doors of this pod may name dispatch clusters by computing {@code DOMAIN/ADDRESS:PORT} ({@link PhysicalNames}):
     * every cluster of the domain that has such a name is this pod's, and all such clusters of this pod have the plain name.
     * A computed name is no reference, so nothing else keeps a pod whose Services diverge away from its neighbours' clusters.
     * While it does not hold, the pod's listeners have to choose chains by address instead. Work: all clusters of the domain.
     *
     * @param dispatched whether a cluster of this virtual name is reached by dispatch
     */
    public boolean dispatchesPlainly(PodUid pod, Predicate<ResourceName> dispatched) {
        DomainShare domain = domain(pod);
        return Introspection.dispatchesPlainly(domain, domain.members.of(pod), dispatched);
    }

    /** What is still kept of anything, in words; empty for a share without virtual Envoys that Envoy has caught up with. For tests. */
    String leftovers() {
        return domains.values().stream().map(DomainShare::leftovers).filter(l -> !l.isEmpty()).collect(Collectors.joining("; "));
    }

    private DomainShare domain(PodUid pod) {
        DomainShare domain = domainOf.get(pod);
        if (domain == null) {
            throw new IllegalArgumentException("pod " + pod + " has no virtual Envoy; it has to join first");
        }
        return domain;
    }

    /** A generation in which nothing is sent is acknowledged at once when those before it are. */
    private Change finish(Instant now) {
        Change change = emission.finish();
        while (change.isEmpty() && emission.acknowledge(emission.acknowledged())) {
            domains.values().forEach(d -> d.acknowledged(now.toEpochMilli()));
            change = emission.finish();
        }
        return change;
    }
}
