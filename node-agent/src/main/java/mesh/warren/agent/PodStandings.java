package mesh.warren.agent;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import mesh.warren.agent.attach.Verification;
import mesh.warren.agent.join.LateJoin;
import mesh.warren.agent.kubernetes.PodStanding;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.registry.Registry;
import mesh.warren.model.id.PodName;

/**
 * How each pod stands: from what the kernel showed, and what was refused of its configuration. Any thread.
 *
 * @param routed   whether a pod is to be routed
 * @param refusals of a pod's configuration, each with object, field, value and remedy; empty when all of it is in use
 */
record PodStandings(Registry registry, Verification verification, LateJoin late, Predicate<PodName> routed,
        Function<PodRecord, List<String>> refusals) implements Supplier<Map<PodName, PodStanding>> {

    @Override
    public Map<PodName, PodStanding> get() {
        Map<PodName, PodStanding> all = new TreeMap<>();
        late.problems().forEach((pod, problem) -> all.put(pod, PodStanding.broken(problem, Instant.now())));
        for (PodRecord pod : registry.snapshot().all()) {
            Verification.Found found = verification.of(pod);
            if (found.at() != null) {
                all.put(pod.name(), standing(pod, found));
            }
        }
        return all;
    }

    private PodStanding standing(PodRecord pod, Verification.Found found) {
        if (!routed.test(pod.name())) {
            return PodStanding.released(found.at());
        }
        if (!found.missingDoors().isEmpty()) {
            return PodStanding.broken("nothing listens on its doors " + found.missingDoors()
                    + ": see 'warren status' and Envoy's log on its node", found.at());
        }
        if (!found.capture().equals("intact")) {
            return PodStanding.broken("its capture is not as wanted: " + found.capture(), found.at());
        }
        List<String> refused = refusals.apply(pod);
        return refused.isEmpty() ? PodStanding.good(found.at()) : PodStanding.refused(refused, found.at());
    }
}
