package mesh.warren.agent.upstream;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import mesh.warren.agent.domain.PodFields;
import mesh.warren.agent.domain.Protocol;
import mesh.warren.model.id.Domain;
import mesh.warren.model.xds.ResourceType;

/** What is told of one virtual Envoy's stream. On the event loop only. */
final class StreamRecord {

    private final PodFields pod;
    private final Domain domain;
    private Protocol protocol = Protocol.AUTO;
    private Optional<String> problem = Optional.of("not connected yet");
    private Instant since = Instant.now();
    private long responses;
    private long refusals;
    private long streams;
    private String refusal;
    private ResourceType refused;

    StreamRecord(PodFields pod, Domain domain) {
        this.pod = pod;
        this.domain = domain;
    }

    void began(Protocol with) {
        protocol = with;
        streams++;
    }

    void received() {
        responses++;
    }

    void answered(ResourceType type, Optional<String> error) {
        if (error.isPresent()) {
            refusals++;
            refusal = type.message() + ": " + error.get();
            refused = type;
        } else if (type == refused) {
            refusal = null;
            refused = null;
        }
    }

    /** Whether that is news. */
    boolean problem(Optional<String> now) {
        boolean news = !problem.equals(now);
        if (news) {
            problem = now;
            since = Instant.now();
        }
        return news;
    }

    StreamStatus status(Collection<Subscription> subscriptions) {
        return new StreamStatus(pod.uid(), pod.name(), domain, protocol, problem, since,
                subscriptions.stream().mapToInt(each -> each.held().size()).sum(),
                subscriptions.stream().mapToLong(each -> each.held().bytes()).sum(),
                responses, refusals, streams, Optional.ofNullable(refusal));
    }
}
