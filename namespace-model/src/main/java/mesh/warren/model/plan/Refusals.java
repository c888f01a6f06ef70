package mesh.warren.model.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.warren.model.rewrite.Refusal;

/** Counts refusals by what they are about. */
final class Refusals {

    private record Cause(String typeUrl, String rule, String path) {}

    private static final class Count {
        private final Set<String> pods = new HashSet<>();
        private String example;
        private String remedy;
        private int resources;
    }

    private final Map<Cause, Count> counts = new LinkedHashMap<>();

    /** @param name of the resource, as far as it could be read */
    void add(String pod, String typeUrl, String name, List<Refusal> refusals) {
        Set<Cause> seen = new HashSet<>();
        for (Refusal refusal : refusals) {
            Cause cause = new Cause(typeUrl, refusal.rule(), Paths.general(refusal.path()));
            if (seen.add(cause)) {
                Count count = counts.computeIfAbsent(cause, c -> new Count());
                count.resources++;
                count.pods.add(pod);
                if (count.example == null) {
                    count.example = name + (refusal.value().isEmpty() ? "" : ": " + Paths.shortened(refusal.value()));
                    count.remedy = refusal.remedy();
                }
            }
        }
    }

    List<Refused> all() {
        List<Refused> all = new ArrayList<>();
        counts.forEach((cause, count) -> all.add(new Refused(cause.typeUrl(), cause.rule(), cause.path(), count.resources,
                count.pods.size(), count.example, count.remedy)));
        all.sort(Comparator.comparingInt((Refused refused) -> -refused.resources()).thenComparing(Refused::typeUrl)
                .thenComparing(Refused::rule).thenComparing(Refused::path));
        return all;
    }
}
