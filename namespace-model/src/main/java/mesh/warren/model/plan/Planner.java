package mesh.warren.model.plan;

import com.google.protobuf.Descriptors.Descriptor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import mesh.warren.model.id.Domain;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.id.Tenant;
import mesh.warren.model.listen.fold.Folded;
import mesh.warren.model.rewrite.Refusal;
import mesh.warren.model.rewrite.RewriteContext;
import mesh.warren.model.rewrite.RewriteOutcome.Accepted;
import mesh.warren.model.rewrite.Rewriter;
import mesh.warren.model.share.Change;
import mesh.warren.model.share.ClassInfo;
import mesh.warren.model.share.Push;
import mesh.warren.model.share.Share;
import mesh.warren.model.share.VirtualEnvoy;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/**
 * Takes the configurations of sidecars one after the other, rewrites and shares them as the agent does, and says what came of
 * it. All sidecars are of one domain. Memory grows with what differs between them, not with their number. Not thread-safe.
 */
public final class Planner {

    private static final Domain DOMAIN = new Domain("plan");
    /** Stands for the pin of any pod. */
    private static final String PIN = "/run/warren/pods/pin";
    private static final Instant NOW = Instant.EPOCH;

    private final Rewriter rewriter;
    private final RewriteContext context;
    private final Share share = new Share(Duration.ZERO);
    private final Refusals refusals = new Refusals();
    private final StandIns standIns = new StandIns();
    private final SortedMap<String, TypeCount> types = new TreeMap<>();
    private final SortedMap<ResourceKey, String> wanted = new TreeMap<>();
    private final Set<Tenant> tenants = new HashSet<>();
    private final List<Load> loads = new ArrayList<>();
    private final PlannedDoors doors;
    private PhysicalSnapshot physical = PhysicalSnapshot.EMPTY;

    /**
     * @param rewriter as the agent's
     * @param context  the policy, and which secrets are a pod's own identity
     * @param keep     whether {@link #physical} will be asked for
     */
    public Planner(Rewriter rewriter, RewriteContext context, boolean keep) {
        this.doors = new PlannedDoors(keep);
        this.rewriter = rewriter;
        this.context = context;
    }

    /** One more sidecar of the same control plane. */
    public void add(Sidecar sidecar) {
        PodUid pod = new PodUid("pod-" + (loads.size() + 1));
        Load load = new Load();
        for (Sent sent : sidecar.resources()) {
            types.merge(sent.typeUrl(), TypeCount.NONE.sent(sent.bytes().length), (sum, one) -> sum.sent(one.virtualBytes()));
            ResourceType.ofUrl(sent.typeUrl()).ifPresent(type -> load.add(type, sent.bytes().length));
        }
        Map<ResourceKey, Accepted> accepted =
                Rewritten.of(rewriter, context, sidecar, PIN, refusals);
        List<SymbolicResource> resources = new ArrayList<>();
        List<SymbolicResource> listeners = new ArrayList<>();
        accepted.forEach((key, one) -> {
            (key.type() == ResourceType.LISTENER ? listeners : resources).add(one.resource());
            wanted.merge(key, one.narrowedBy(), (before, now) -> before.isEmpty() ? now : before);
        });
        Folded folded = PlannedDoors.fold(sidecar, listeners, refusals);
        folded.chains().forEach(chain -> wanted.putIfAbsent(chain.key(), ""));
        resources.addAll(folded.chains());
        resources.addAll(standIns.of(resources));
        share.join(new VirtualEnvoy(pod, sidecar.tenant(), DOMAIN));
        apply(share.push(pod, Push.of(resources), NOW));
        doors.add(pod, sidecar.tenant(), folded, share);
        tenants.add(sidecar.tenant());
        loads.add(load);
    }

    /** A resource of a sidecar that could not be read as what it should be: counted as sent and as refused. */
    public void unreadable(String sidecar, String typeUrl, String name, Refusal refusal) {
        types.merge(typeUrl, TypeCount.NONE.sent(0), (sum, one) -> sum.sent(0));
        refusals.add(sidecar, typeUrl, name, List.of(refusal));
    }

    private void apply(Change change) {
        physical = physical.with(change.upserts(), change.removals());
        Change more = share.acknowledged(change.generation(), NOW);
        while (!more.isEmpty()) {
            physical = physical.with(more.upserts(), more.removals());
            more = share.acknowledged(more.generation(), NOW);
        }
    }

    /** How many sidecars there are so far. */
    public int sidecars() {
        return loads.size();
    }

    /** What the shared Envoy would be sent; the order is that in which it may be. */
    public List<PhysicalResource> physical() {
        List<PhysicalResource> all = new ArrayList<>();
        for (ResourceType type : ResourceType.values()) {
            all.addAll(physical.ofType(type));
        }
        all.addAll(doors.all());
        return all;
    }

    /** What the sidecar would be sent under its own names, after rewriting: what sharing starts from. Adds nothing. */
    public List<PhysicalResource> alone(Sidecar sidecar) {
        List<SymbolicResource> resources = new ArrayList<>();
        Rewritten.of(rewriter, context, sidecar, PIN, new Refusals()).values().forEach(one -> resources.add(one.resource()));
        resources.addAll(new StandIns().of(resources));
        return resources.stream().map(one -> PhysicalResource.of(one.key(), one.bytes().resolve(ResourceKey::name))).toList();
    }

    /**
     * What came of all that was added.
     *
     * @param descriptors the message of a full name, to find the fields in which resources differ; null for an unknown one
     */
    public Plan plan(Function<String, Descriptor> descriptors) {
        SortedMap<String, TypeCount> counted = new TreeMap<>(types);
        Load shared = new Load();
        Load own = new Load().plus(1, doors.load());
        counted.merge(ResourceType.LISTENER.typeUrl(), TypeCount.NONE.left(doors.load()), (sum, one) -> sum.left(doors.load()));
        for (ClassInfo info : share.classes()) {
            ResourceType type = info.virtual().type();
            if (!standIns.contains(info.virtual())) {
                counted.merge(type.typeUrl(), TypeCount.NONE.left(info.bytes()), (sum, one) -> sum.left(one.physicalBytes()));
                boolean ofOnePod = info.scope() == Scope.POD || loads.size() > 1 && info.members() == 1;
                (ofOnePod ? own : shared).add(type, info.bytes());
            }
        }
        Partings partings = new Partings(descriptors, key -> wanted.getOrDefault(key, ""));
        List<String> notes = new ArrayList<>(standIns.notes());
        List<String> waiting = new ArrayList<>();
        for (ResourceKey key : wanted.keySet()) {
            share.why(key).forEach(explanation -> {
                partings.add(explanation);
                explanation.waiting().forEach(one -> waiting.add(key + ": " + one.reason()));
            });
        }
        waitingNote(waiting).ifPresent(notes::add);
        return new Plan(loads.size(), tenants.size(), counted, partings.all(), refusals.all(), notes,
                new Plan.Loads(List.copyOf(loads), shared, own));
    }

    private static Optional<String> waitingNote(Collection<String> waiting) {
        return waiting.stream().findFirst().map(first -> waiting.size()
                + " resources would wait, because what they refer to is missing or refused; the first: " + first);
    }
}
