package mesh.warren.agent.views;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import mesh.warren.agent.domain.ControlPlane;
import mesh.warren.agent.domain.PodFields;
import mesh.warren.agent.upstream.UpstreamPush;
import mesh.warren.agent.upstream.UpstreamStreams;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.VirtualResource;
import com.google.protobuf.Message;

/** Control planes that say what a test lets them say, and remember what they were told. */
final class RecordingStreams implements UpstreamStreams {

    private final Map<PodUid, Map<ResourceType, Set<String>>> subscribed = new HashMap<>();
    private final Map<Long, String> answers = new HashMap<>();
    private final Set<PodUid> joined = new TreeSet<>();
    private long number;
    private Views views;

    void begin(Views hears) {
        views = hears;
    }

    /** @return by which it is answered */
    synchronized long push(PodUid pod, ResourceType type, Map<String, ? extends Message> resources, String... removed) {
        List<VirtualResource> upserts = new ArrayList<>();
        resources.forEach((name, message) -> upserts.add(new VirtualResource(ResourceKey.of(type, name), Packed.bytes(message))));
        Set<ResourceKey> removals = new TreeSet<>();
        for (String name : removed) {
            removals.add(ResourceKey.of(type, name));
        }
        views.pushed(new UpstreamPush(pod, ++number, type, upserts, removals, List.of()));
        return number;
    }

    /** Empty while it is not answered; an empty text is an ACK. */
    synchronized Optional<String> answer(long push) {
        return Optional.ofNullable(answers.get(push));
    }

    synchronized Set<String> subscribed(PodUid pod, ResourceType type) {
        return subscribed.getOrDefault(pod, Map.of()).getOrDefault(type, Set.of());
    }

    synchronized Set<PodUid> joined() {
        return Set.copyOf(joined);
    }

    @Override
    public synchronized void join(PodFields pod, ControlPlane plane) {
        joined.add(pod.uid());
    }

    @Override
    public synchronized void leave(PodUid pod) {
        joined.remove(pod);
    }

    @Override
    public synchronized void subscribe(PodUid pod, ResourceType type, SortedSet<ResourceName> names) {
        Set<String> all = new TreeSet<>();
        names.forEach(name -> all.add(name.value()));
        subscribed.computeIfAbsent(pod, uid -> new HashMap<>()).put(type, all);
    }

    @Override
    public synchronized void ack(PodUid pod, long push) {
        answers.put(push, "");
    }

    @Override
    public synchronized void nack(PodUid pod, long push, String message) {
        answers.put(push, message);
    }
}
