package mesh.warren.agent.views;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mesh.warren.agent.domain.ControlPlane;
import mesh.warren.agent.domain.PodFields;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.upstream.UpstreamPush;
import mesh.warren.agent.upstream.UpstreamStreams;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.quota.Pace;
import mesh.warren.model.share.Unplaced;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.VirtualResource;

/** The virtual Envoys that control planes feed: their pushes, subscriptions and answers. On the thread {@code views}. */
final class FedEnvoys {

    private static final Logger LOG = System.getLogger(FedEnvoys.class.getName());

    /** Pushes taken in since views were handed on last. */
    private record Taken(UpstreamPush push, List<String> problems, Assembled before) {}

    private final Set<String> ownNames;
    private final Function<PodRecord, PodTerms> terms;
    private final Map<PodUid, Deque<UpstreamPush>> waiting = new HashMap<>();
    private final Map<PodUid, Pace> paces = new HashMap<>();
    private final Rewrites rewrites;
    private final Assembly assembly;
    private final Map<PodUid, FedEnvoy> all = new HashMap<>();
    private final Map<PodUid, List<Taken>> taken = new HashMap<>();
    private final Map<PodUid, Map<ResourceType, SortedSet<ResourceName>>> subscribed = new HashMap<>();
    private final Map<PodUid, Integer> updatesPerSecond = new HashMap<>();
    private final Map<PodUid, String> problems = new HashMap<>();
    private UpstreamStreams planes;
    private Answers answers;
    private boolean refreshed;

    /**
     * @param ownNames of secrets that the agent gives to every pod: never asked for upstream
     * @param terms    of each pod, asked for when it joins
     */
    FedEnvoys(Set<String> ownNames, Function<PodRecord, PodTerms> terms, Rewrites rewrites, Assembly assembly) {
        this.ownNames = Set.copyOf(ownNames);
        this.terms = terms;
        this.rewrites = rewrites;
        this.assembly = assembly;
    }

    void begin(UpstreamStreams streams) {
        planes = streams;
        answers = new Answers(streams);
    }

    /** The pod is fed by this control plane; it joins there unless it has. */
    FedEnvoy of(PodRecord pod, PodFields fields, ControlPlane plane) {
        FedEnvoy known = all.get(pod.uid());
        if (known == null) {
            PodTerms its = terms.apply(pod);
            known = new FedEnvoy(pod, plane, own(plane), its, rewrites, assembly);
            all.put(pod.uid(), known);
            updatesPerSecond.put(pod.uid(), its.limits().updatesPerSecond());
            planes.join(fields, plane);
        }
        known.pod(pod);
        return known;
    }

    private Set<ResourceKey> own(ControlPlane plane) {
        return Stream.concat(ownNames.stream(), plane.identities().stream())
                .map(name -> ResourceKey.of(ResourceType.SECRET, name)).collect(Collectors.toSet());
    }

    /** Those pods are there; others have left. */
    void keep(Set<PodUid> pods) {
        for (PodUid gone : new HashSet<>(all.keySet())) {
            if (!pods.contains(gone)) {
                all.remove(gone);
                taken.remove(gone);
                waiting.remove(gone);
                paces.remove(gone);
                updatesPerSecond.remove(gone);
                subscribed.remove(gone);
                problems.remove(gone);
                answers.left(gone);
                planes.leave(gone);
            }
        }
    }

    /** Is worked on when the pod's pace allows it; how many wait is bounded by the flow control of the pod's stream. */
    void pushed(UpstreamPush push) {
        if (all.containsKey(push.pod())) {
            waiting.computeIfAbsent(push.pod(), pod -> new ArrayDeque<>()).add(push);
        }
    }

    private void takeWaiting(Instant now) {
        waiting.forEach((pod, pushes) -> {
            Pace pace = paces.getOrDefault(pod, Pace.full(updatesPerSecond.get(pod), now)).at(now);
            while (!pushes.isEmpty() && pace.allows()) {
                take(pushes.remove(), now);
                pace = pace.taken();
            }
            paces.put(pod, pace);
        });
        waiting.values().removeIf(Deque::isEmpty);
    }

    private void take(UpstreamPush push, Instant now) {
        FedEnvoy envoy = all.get(push.pod());
        if (envoy != null) {
            List<Taken> since = taken.computeIfAbsent(push.pod(), pod -> new ArrayList<>());
            Assembled before = since.isEmpty() ? envoy.assembled().orElse(null) : since.getFirst().before();
            since.add(new Taken(push, envoy.take(push, now), before));
        }
    }

    void state(PodUid pod, Optional<String> problem) {
        if (all.containsKey(pod)) {
            problem.ifPresentOrElse(text -> problems.put(pod, text), () -> problems.remove(pod));
        }
    }

    /** The terms of all pods may be others now. */
    void refresh() {
        all.forEach((pod, envoy) -> {
            PodTerms its = terms.apply(envoy.pod());
            envoy.terms(its);
            updatesPerSecond.put(pod, its.limits().updatesPerSecond());
            paces.remove(pod);
        });
        refreshed = true;
    }

    /** Puts together what pushes changed, and asks for what that refers to. */
    void assemble(Instant now) {
        takeWaiting(now);
        all.forEach((pod, envoy) -> {
            boolean due = envoy.warmsAt().filter(at -> !now.isBefore(at)).isPresent();
            if (taken.containsKey(pod) || due || refreshed && !envoy.isEmpty()) {
                try {
                    envoy.assemble(now);
                    subscribe(pod, envoy);
                } catch (RuntimeException e) {
                    LOG.log(Level.ERROR, "pod " + envoy.pod().name() + ": the last good view stays", e);
                }
            }
        });
        refreshed = false;
    }

    private void subscribe(PodUid pod, FedEnvoy envoy) {
        Map<ResourceType, SortedSet<ResourceName>> before = subscribed.computeIfAbsent(pod, uid -> new EnumMap<>(ResourceType.class));
        for (ResourceType type : Assembly.BY_NAME) {
            SortedSet<ResourceName> wanted = envoy.wanted(type);
            SortedSet<ResourceName> last = before.get(type);
            if (last == null ? !wanted.isEmpty() : last != wanted && !last.equals(wanted)) {
                planes.subscribe(pod, type, wanted);
            }
            before.put(type, wanted);
        }
    }

    /** The views with what was taken in are handed on: what Envoy need not have is answered at once. @param number of the views */
    void handed(long number, Instant now) {
        taken.forEach((pod, pushes) -> {
            FedEnvoy envoy = all.get(pod);
            Assembled assembled = envoy.assembled().orElse(null);
            boolean same = assembled == null || assembled == pushes.getFirst().before();
            for (Taken each : pushes) {
                OpenPush push = open(each, envoy, number, now);
                if (same) {
                    answers.now(pod, push);
                } else {
                    answers.later(pod, push);
                }
            }
        });
        taken.clear();
    }

    private static OpenPush open(Taken taken, FedEnvoy envoy, long number, Instant now) {
        UpstreamPush push = taken.push();
        List<String> refusals = new ArrayList<>(taken.problems());
        refusals.addAll(envoy.unfit(push.type()));
        return new OpenPush(push.number(), push.type(), push.upserts().stream().map(VirtualResource::key).collect(Collectors.toSet()),
                refusals, number, now.plus(Answers.LONGEST));
    }

    void settled(long number, Unplaced unplaced) {
        if (answers != null) {
            answers.settled(number, unplaced);
        }
    }

    /** When something has to be looked at again, whatever happens until then. */
    Optional<Instant> nextDeadline() {
        Stream<Instant> warming = all.values().stream().flatMap(envoy -> envoy.warmsAt().stream());
        Stream<Instant> answering = answers == null ? Stream.empty() : answers.nextDeadline().stream();
        Stream<Instant> pacing = waiting.keySet().stream().map(pod -> paces.get(pod)).map(pace -> pace.filled().plus(pace.untilAllowed()));
        return Stream.of(warming, answering, pacing).flatMap(times -> times).min(Instant::compareTo);
    }

    void expire(Instant now) {
        if (answers != null) {
            answers.expire(now);
        }
    }

    /** As a pod's owner and an admin should know it; empty for a pod that no control plane feeds. */
    Optional<FedStatus> status(PodUid pod) {
        return Optional.ofNullable(all.get(pod)).map(envoy -> {
            List<String> refusals = new ArrayList<>(envoy.refusals());
            refusals.addAll(answers.refusals(pod));
            return new FedStatus(envoy.plane().domain(), Optional.ofNullable(problems.get(pod)), envoy.assembled().isPresent(), refusals);
        });
    }

    Map<PodUid, FedStatus> statuses() {
        Map<PodUid, FedStatus> statuses = new HashMap<>();
        all.keySet().forEach(pod -> status(pod).ifPresent(status -> statuses.put(pod, status)));
        return statuses;
    }

    Optional<FedEnvoy> envoy(PodUid pod) {
        return Optional.ofNullable(all.get(pod));
    }
}
