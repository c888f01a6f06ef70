package mesh.warren.agent.podview;

import com.google.protobuf.TypeRegistry;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import mesh.warren.agent.envoy.AdminClient;
import mesh.warren.agent.views.VirtualContent;
import mesh.warren.model.id.PodUid;

/** The pages of each pod's own view. Any thread; a page that asks Envoy waits for it. */
public final class PodPages {

    private static final String HELP = """
            admin commands of this pod's virtual Envoy:
              /clusters: upstream cluster status (?format=json)
              /config_dump: dump configuration (?include_eds, ?resource=, ?name=)
              /listeners: print listener info (?format=json)
              /ready: print server state
              /server_info: print server version and status
              /stats: print this pod's own statistics (?format=json|prometheus, ?filter= a part of the name)
            """;

    private final Function<PodUid, Optional<VirtualContent>> contents;
    private final AdminClient envoy;
    private final ConfigDump dump;
    private final PodStats stats;

    /**
     * @param contents what a pod's virtual Envoy has
     * @param types    all messages of Envoy's API; loaded when first needed
     * @param envoy    the shared Envoy
     */
    public PodPages(Function<PodUid, Optional<VirtualContent>> contents, Supplier<TypeRegistry> types, AdminClient envoy) {
        this.contents = contents;
        this.envoy = envoy;
        this.dump = new ConfigDump(new ResourceJson(types));
        this.stats = new PodStats(envoy);
    }

    /**
     * The answer to a GET.
     *
     * @param target path and query
     */
    public Page get(PodUid pod, String target) {
        try {
            Question question = Question.of(target);
            Optional<VirtualContent> content = contents.apply(pod);
            if (content.isEmpty()) {
                return Page.problem(503, "this pod has no virtual Envoy yet: its control plane, or the agent's view of the cluster, is awaited");
            }
            return page(content.get(), question);
        } catch (IllegalArgumentException e) {
            return Page.problem(400, "the query cannot be read: " + e.getMessage());
        } catch (IOException e) {
            return Page.problem(503, "the shared Envoy does not answer the agent: try again");
        }
    }

    /** Whether the pod is served: for probes. */
    public Page ready(PodUid pod) {
        return contents.apply(pod).map(content -> ServerPage.ready(content, envoy))
                .orElse(Page.problem(503, "this pod has no virtual Envoy yet"));
    }

    private Page page(VirtualContent pod, Question question) throws IOException {
        return switch (question.path()) {
            case "/", "/help" -> Page.text(HELP);
            case "/config_dump" -> dump.of(pod, question);
            case "/clusters" -> ClusterPage.of(pod, question);
            case "/listeners" -> ListenerPage.of(pod, question);
            case "/stats" -> stats.of(pod, question);
            case "/stats/prometheus" -> stats.of(pod, Question.of("/stats?format=prometheus"));
            case "/server_info" -> ServerPage.info(pod, envoy);
            case "/ready" -> ServerPage.ready(pod, envoy);
            default -> Page.problem(404, "invalid path. " + HELP);
        };
    }
}
