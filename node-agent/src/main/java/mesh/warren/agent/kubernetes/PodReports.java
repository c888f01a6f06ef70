package mesh.warren.agent.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import mesh.warren.model.id.PodName;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells each pod's owner how it stands: a condition in the pod's status, whose {@code lastProbeTime} is when it was last verified, and
 * an Event when it changes. What the pod's condition says already, such as before a restart of the agent, is no Event again. An API server that is away or forbids it costs nothing but the
 * news; it is tried again. On the thread {@code reports}.
 */
public final class PodReports implements AutoCloseable {

    private static final Logger LOG = System.getLogger(PodReports.class.getName());
    private static final long EVERY_SECONDS = 2;
    /** How old the time in a condition may grow: a patch for each look at each pod would be most of what the API server does. */
    private static final Duration REFRESH = Duration.ofMinutes(5);
    private static final JsonMapper JSON = new JsonMapper();
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final ScheduledExecutorService owner =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("reports").factory());
    private final Map<PodName, PodStanding> told = new HashMap<>();
    private final KubernetesClient client;
    private final String node;
    private final Supplier<Map<PodName, PodStanding>> standings;
    private boolean failing;

    /**
     * @param node      the reporting instance
     * @param standings of all pods that are routed or should be; asked every 2 s
     */
    public PodReports(KubernetesClient client, String node, Supplier<Map<PodName, PodStanding>> standings) {
        this.client = client;
        this.node = node;
        this.standings = standings;
    }

    public void begin() {
        owner.scheduleWithFixedDelay(this::report, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void report() {
        Map<PodName, PodStanding> now;
        try {
            now = standings.get();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "reports: how pods stand cannot be told: {0}", e.toString());
            return;
        }
        told.keySet().retainAll(now.keySet());
        for (Map.Entry<PodName, PodStanding> each : now.entrySet()) {
            PodStanding before = told.get(each.getKey());
            boolean news = !each.getValue().says(before);
            if (!news && each.getValue().seen().isBefore(before.seen().plus(REFRESH))) {
                continue;
            }
            try {
                tell(each.getKey(), each.getValue());
                told.put(each.getKey(), each.getValue());
                failing = false;
            } catch (KubernetesClientException e) {
                if (!failing) {
                    LOG.log(Level.WARNING, "reports: pod {0} cannot be told that it is {1}: {2}; tried again", each.getKey(),
                            each.getValue().reason(), e.getMessage());
                }
                failing = true;
                return;
            }
        }
    }

    private void tell(PodName pod, PodStanding standing) {
        var resource = client.genericKubernetesResources("v1", "Pod").inNamespace(pod.tenant().name()).withName(pod.name());
        GenericKubernetesResource object = resource.get();
        if (object == null) {
            return;
        }
        Map<String, Object> before = condition(object);
        boolean same = status(standing).equals(before.get("status")) && standing.reason().equals(before.get("reason"))
                && standing.message().equals(before.get("message"));
        resource.subresource("status").patch(PatchContext.of(PatchType.STRATEGIC_MERGE),
                condition(standing, same ? String.valueOf(before.get("lastTransitionTime")) : text(Instant.now())));
        if (same) {
            return;
        }
        client.events().v1().events().inNamespace(pod.tenant().name()).resource(new EventBuilder()
                .withNewMetadata().withGenerateName(pod.name() + "-warren-").withNamespace(pod.tenant().name()).endMetadata()
                .withRegarding(new ObjectReferenceBuilder().withApiVersion("v1").withKind("Pod").withNamespace(pod.tenant().name())
                        .withName(pod.name()).withUid(object.getMetadata().getUid()).build())
                .withEventTime(new MicroTime(MICROS.format(Instant.now())))
                .withReportingController("warren.mesh/agent").withReportingInstance(node)
                .withAction("Route").withReason(standing.reason()).withNote(standing.message())
                .withType(standing.warning() ? "Warning" : "Normal").build()).create();
    }

    /** Warren's condition of the pod; empty when it has none. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> condition(GenericKubernetesResource pod) {
        return pod.get("status", "conditions") instanceof List<?> list
                ? list.stream().filter(Map.class::isInstance).map(c -> (Map<String, Object>) c)
                        .filter(condition -> PodStanding.CONDITION.equals(condition.get("type"))).findFirst().orElse(Map.of())
                : Map.of();
    }

    private static String condition(PodStanding standing, String transition) {
        ObjectNode condition = JSON.createObjectNode();
        condition.put("type", PodStanding.CONDITION);
        condition.put("status", status(standing));
        condition.put("reason", standing.reason());
        condition.put("message", standing.message());
        condition.put("lastProbeTime", text(standing.seen()));
        condition.put("lastTransitionTime", transition);
        ObjectNode patch = JSON.createObjectNode();
        patch.putObject("status").putArray("conditions").add(condition);
        return patch.toString();
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String status(PodStanding standing) {
        return standing.routed() ? "True" : "False";
    }

    @Override
    public void close() {
        owner.shutdownNow();
    }
}
