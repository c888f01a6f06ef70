package mesh.warren.agent.views;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import mesh.warren.agent.upstream.UpstreamStreams;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.share.Unplaced;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/**
 * Answers pushes: ACK when Envoy has what came of them, NACK with everything of them that is not in use. What only waits for a
 * resource that was not sent is accepted, as a sidecar accepts a cluster before it has its endpoints. What Envoy refuses after its
 * push was answered is told with the next answer of that type. On the thread {@code views}.
 */
final class Answers {

    /** How long an answer waits for Envoy. Then it says what is known, so that an Envoy that is away does not hold up a control plane. */
    static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int MOST_CHARACTERS = 8192;

    private final UpstreamStreams streams;
    private final Map<PodUid, List<OpenPush>> open = new HashMap<>();
    private final Map<PodUid, Map<ResourceKey, String>> told = new HashMap<>();
    private Map<PodUid, Map<ResourceKey, String>> refused = Map.of();

    Answers(UpstreamStreams streams) {
        this.streams = streams;
    }

    /** To be answered when Envoy has the views of its number. */
    void later(PodUid pod, OpenPush push) {
        open.computeIfAbsent(pod, uid -> new ArrayList<>()).add(push);
    }

    /** Nothing of it has to go to Envoy, or not yet. */
    void now(PodUid pod, OpenPush push) {
        answer(pod, push);
    }

    /** Envoy has these views, but for what is unplaced. */
    void settled(long number, Unplaced unplaced) {
        refused = unplaced.refused();
        told.forEach((pod, keys) -> keys.keySet().retainAll(refused.getOrDefault(pod, Map.of()).keySet()));
        open.forEach((pod, pushes) -> {
            if (!unplaced.moving().contains(pod)) {
                answerAll(pod, pushes, push -> push.views() <= number);
            }
        });
        open.values().removeIf(List::isEmpty);
    }

    /** Those that waited long enough. */
    void expire(Instant now) {
        open.forEach((pod, pushes) -> answerAll(pod, pushes, push -> !now.isBefore(push.deadline())));
        open.values().removeIf(List::isEmpty);
    }

    Optional<Instant> nextDeadline() {
        return open.values().stream().flatMap(List::stream).map(OpenPush::deadline).min(Instant::compareTo);
    }

    void left(PodUid pod) {
        open.remove(pod);
        told.remove(pod);
    }

    /** What Envoy refused of this pod, with Envoy's words, one line each. */
    List<String> refusals(PodUid pod) {
        return new TreeMap<>(refused.getOrDefault(pod, Map.of())).entrySet().stream().map(Answers::line).toList();
    }

    private void answerAll(PodUid pod, List<OpenPush> pushes, Predicate<OpenPush> due) {
        List<OpenPush> answered = pushes.stream().filter(due).toList();
        answered.forEach(push -> answer(pod, push));
        pushes.removeAll(answered);
    }

    private void answer(PodUid pod, OpenPush push) {
        List<String> lines = new ArrayList<>(push.refusals());
        Map<ResourceKey, String> known = told.computeIfAbsent(pod, uid -> new HashMap<>());
        new TreeMap<>(refused.getOrDefault(pod, Map.of())).entrySet().stream()
                .filter(refusal -> answeredBy(refusal.getKey().type()) == push.type())
                .filter(refusal -> push.keys().contains(refusal.getKey()) || !refusal.getValue().equals(known.get(refusal.getKey())))
                .forEach(refusal -> {
                    known.put(refusal.getKey(), refusal.getValue());
                    lines.add(line(refusal));
                });
        if (lines.isEmpty()) {
            streams.ack(pod, push.number());
        } else {
            streams.nack(pod, push.number(), text(lines));
        }
    }

    /** Chains and doors were listeners when they were sent. */
    private static ResourceType answeredBy(ResourceType type) {
        return type == ResourceType.CHAIN ? ResourceType.LISTENER : type;
    }

    private static String line(Map.Entry<ResourceKey, String> refusal) {
        return refusal.getKey() + ": " + refusal.getValue();
    }

    private static String text(List<String> lines) {
        String text = String.join("\n", lines);
        return text.length() <= MOST_CHARACTERS ? text
                : text.substring(0, MOST_CHARACTERS) + "... (" + lines.size() + " in all; 'warren status' has them)";
    }
}
