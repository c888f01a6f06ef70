package mesh.warren.agent.views;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import mesh.warren.agent.domain.ControlPlane;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.upstream.UpstreamPush;
import mesh.warren.model.listen.fold.FoldRefusal;
import mesh.warren.model.listen.fold.Folded;
import mesh.warren.model.rewrite.RewriteOutcome.Accepted;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.VirtualResource;

/**
 * A virtual Envoy that a control plane feeds: what it was sent, what of it is in use and what is not. A resource that is refused
 * keeps its last good version, as in a sidecar. On the thread {@code views}.
 */
final class FedEnvoy {

    /** How long the first view may wait for what it refers to; Envoy itself waits 15 s (initial_fetch_timeout). */
    private static final Duration WARMING = Duration.ofSeconds(5);

    private final ControlPlane plane;
    private PodTerms terms;
    private final Rewrites rewrites;
    private final Assembly assembly;
    private final Set<ResourceKey> own;
    private final Map<ResourceType, Table> tables = new EnumMap<>(ResourceType.class);
    private final SortedMap<ResourceKey, List<String>> refused = new TreeMap<>();
    private final Set<ResourceKey> absent = new HashSet<>();
    private final Set<ResourceType> heard = EnumSet.noneOf(ResourceType.class);
    private final Map<VirtualResource, Rewritten> pinned = new HashMap<>();
    private PodRecord pod;
    private Table used = Table.EMPTY;
    private SortedMap<ResourceKey, List<String>> unfit = new TreeMap<>();
    private Assembled assembled;
    private List<String> exceeded = List.of();
    private Folded folds;
    private Instant first;
    private boolean warm;

    /** @param own names that are the virtual Envoy's own: they are never asked for, and never taken from the control plane */
    FedEnvoy(PodRecord pod, ControlPlane plane, Set<ResourceKey> own, PodTerms terms, Rewrites rewrites, Assembly assembly) {
        this.pod = pod;
        this.plane = plane;
        this.terms = terms;
        this.own = Set.copyOf(own);
        this.rewrites = rewrites;
        this.assembly = assembly;
    }

    PodRecord pod() {
        return pod;
    }

    void pod(PodRecord now) {
        pod = now;
    }

    /** From now on; what the tenant may use counts for what is sent from now on. */
    void terms(PodTerms now) {
        terms = now;
    }

    ControlPlane plane() {
        return plane;
    }

    /** Takes in a push. @return what of it is not used, with the reason; the good rest is */
    List<String> take(UpstreamPush push, Instant now) {
        first = first == null ? now : first;
        heard.add(push.type());
        List<String> problems = new ArrayList<>(push.problems());
        Map<ResourceKey, Rewritten> good = new HashMap<>();
        for (VirtualResource resource : push.upserts()) {
            if (own.contains(resource.key())) {
                continue;
            }
            Rewritten rewritten = rewrites.of(plane, resource, terms);
            absent.remove(resource.key());
            if (rewritten.accepted().isPresent()) {
                good.put(resource.key(), rewritten);
                refused.remove(resource.key());
            } else {
                refused.put(resource.key(), rewritten.refusals());
                problems.addAll(rewritten.refusals());
            }
        }
        refused.keySet().removeAll(push.removals());
        absent.addAll(push.removals());
        tables.put(push.type(), assembly.same(table(push.type()).with(good, push.removals())));
        return problems;
    }

    /** Nothing was sent yet. */
    boolean isEmpty() {
        return first == null;
    }

    /** Puts the view together from what was taken in. */
    void assemble(Instant moment) {
        fold();
        Set<String> detached = new TreeSet<>();
        tables.values().forEach(table -> table.all().forEach(resource -> addDetached(resource, detached)));
        Map<VirtualResource, Rewritten> before = Map.copyOf(pinned);
        pinned.clear();
        unfit.keySet().removeIf(key -> key.type() == ResourceType.CLUSTER);
        List<Rewritten> clusters = new ArrayList<>();
        for (String name : detached) {
            table(ResourceType.CLUSTER).get(ResourceKey.of(ResourceType.CLUSTER, name)).ifPresent(cluster -> {
                Rewritten known = before.get(cluster.sent());
                Rewritten now = known != null ? known : rewrites.detached(plane, cluster.sent(), detached, pod.pin(), terms);
                pinned.put(cluster.sent(), now);
                if (now.accepted().isPresent()) {
                    clusters.add(now);
                } else {
                    unfit.put(now.key(), now.refusals());
                }
            });
        }
        Map<ResourceType, Table> parts = new EnumMap<>(tables);
        parts.remove(ResourceType.LISTENER);
        Assembled next = assembly.of(new Parts(parts, folds, used, clusters, terms.tenant().sharing()));
        exceeded = terms.limits().exceeded(next.usage());
        // Too large as a whole: there is no telling which part is too much, so the last good whole stays.
        assembled = exceeded.isEmpty() || assembled == null ? next : assembled;
        absent.retainAll(assembled.missing());
        warm |= isWarm(moment);
    }

    private static void addDetached(Rewritten resource, Set<String> into) {
        resource.accepted().map(Accepted::detached).orElseThrow().forEach(key -> into.add(key.name().value()));
    }

    /** Listeners that cannot become part of doors keep their last version that could, or are left out. */
    private void fold() {
        Table wanted = table(ResourceType.LISTENER);
        SortedMap<ResourceKey, List<String>> problems = new TreeMap<>();
        Table tried = wanted;
        folds = assembly.fold(tried);
        while (!folds.refusals().isEmpty()) {
            Map<ResourceKey, Rewritten> instead = new HashMap<>();
            Set<ResourceKey> without = new HashSet<>();
            Set<ResourceKey> again = Set.copyOf(problems.keySet());
            for (FoldRefusal refusal : folds.refusals()) {
                ResourceKey key = ResourceKey.of(ResourceType.LISTENER, refusal.listener());
                Optional<Rewritten> last = again.contains(key) ? Optional.empty() : used.get(key);
                if (!again.contains(key)) {
                    problems.computeIfAbsent(key, listener -> new ArrayList<>()).add(refusal.toString());
                }
                if (last.isPresent() && !last.equals(wanted.get(key))) {
                    instead.put(key, last.get());
                } else {
                    without.add(key);
                }
            }
            Table next = tried.with(instead, without);
            if (next.equals(tried)) {
                throw new IllegalStateException("folding refuses listeners that it was not given: " + folds.refusals());
            }
            tried = assembly.same(next);
            folds = assembly.fold(tried);
        }
        used = tried;
        unfit = problems;
    }

    /** All that a sidecar would wait for before it is ready is there, or was waited for long enough. */
    private boolean isWarm(Instant now) {
        if (!exceeded.isEmpty() && !warm) {
            return false;
        }
        boolean late = first != null && !now.isBefore(first.plus(WARMING));
        boolean all = heard.contains(ResourceType.CLUSTER) && assembled.missing().stream()
                .allMatch(key -> own.contains(key) || absent.contains(key) || refused.containsKey(key));
        return heard.contains(ResourceType.LISTENER) && (all || late);
    }

    /** When the first view stops to wait for what it refers to; empty when it does not wait. */
    Optional<Instant> warmsAt() {
        return warm || first == null ? Optional.empty() : Optional.of(first.plus(WARMING));
    }

    /** What the pod shall be served; empty while too little of it is there. */
    Optional<Assembled> assembled() {
        return warm ? Optional.of(assembled) : Optional.empty();
    }

    /** What has to be asked for by name. */
    SortedSet<ResourceName> wanted(ResourceType type) {
        SortedSet<ResourceName> names = assembled.references().getOrDefault(type, new TreeSet<>());
        if (own.stream().noneMatch(key -> key.type() == type && names.contains(key.name()))) {
            return names;
        }
        SortedSet<ResourceName> others = new TreeSet<>(names);
        own.forEach(key -> others.remove(key.name()));
        return others;
    }

    /** What of a type is not in use although it was sent last, apart from what rewriting refused. */
    List<String> unfit(ResourceType type) {
        List<String> lines = new ArrayList<>();
        unfit.forEach((key, reasons) -> {
            if (key.type() == type) {
                lines.addAll(reasons);
            }
        });
        if (assembled != null) {
            assembled.refused().forEach((key, reason) -> {
                if (key.type() == type) {
                    lines.add(reason);
                }
            });
        }
        lines.addAll(exceeded);
        return lines;
    }

    /** All that is refused without Envoy, one line each. */
    List<String> refusals() {
        List<String> lines = new ArrayList<>();
        refused.values().forEach(lines::addAll);
        unfit.values().forEach(lines::addAll);
        if (assembled != null) {
            lines.addAll(assembled.refused().values());
        }
        lines.addAll(exceeded);
        return lines;
    }

    /** What it has, as it was sent. */
    List<VirtualContent.Shown> shown() {
        List<VirtualContent.Shown> all = new ArrayList<>();
        tables.forEach((type, table) -> table.all().forEach(
                resource -> all.add(new VirtualContent.Shown(resource.key(), resource.sent().content(), Optional.empty()))));
        return all;
    }

    /** What it was sent and does not use, with the reason. */
    List<VirtualContent.Shown> shownRefused() {
        List<VirtualContent.Shown> all = new ArrayList<>();
        refused.forEach((key, reasons) -> all.add(new VirtualContent.Shown(key, ByteString.EMPTY, Optional.of(String.join("; ", reasons)))));
        unfit.forEach((key, reasons) -> all.add(new VirtualContent.Shown(key, ByteString.EMPTY, Optional.of(String.join("; ", reasons)))));
        return all;
    }

    /** By type, what it has and is not refused by rewriting, as it was sent. */
    Table table(ResourceType type) {
        return tables.getOrDefault(type, Table.EMPTY);
    }
}
