package mesh.warren.agent.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import mesh.warren.agent.kubernetes.resource.ControlPlaneResource;
import mesh.warren.agent.kubernetes.resource.ResourceStatus;
import mesh.warren.agent.kubernetes.resource.TenantPolicyResource;
import mesh.warren.agent.policy.CurrentPolicy;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The admin's custom resources: listed again and again (they are few and change seldom), read together with the settings, put in force,
 * and told in each one's status what this node makes of it. While the API server is away, or the CRDs are not installed, what was in force
 * stays. On the thread {@code policy}.
 */
public final class AdminResources implements AutoCloseable {

    private static final Logger LOG = System.getLogger(AdminResources.class.getName());
    private static final long EVERY_SECONDS = 2;
    private static final JsonMapper JSON = new JsonMapper();

    private final ScheduledExecutorService owner =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("policy").factory());
    private final Map<String, ResourceStatus.OnNode> told = new HashMap<>();
    private final KubernetesClient client;
    private final String node;
    private final PolicyReader reader;
    private final CurrentPolicy policy;
    private boolean failing;

    /** @param reader with what the settings say */
    public AdminResources(KubernetesClient client, String node, PolicyReader reader, CurrentPolicy policy) {
        this.client = client;
        this.node = node;
        this.reader = reader;
        this.policy = policy;
    }

    public void begin() {
        owner.scheduleWithFixedDelay(this::look, 0, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            List<ControlPlaneResource> planes = client.resources(ControlPlaneResource.class).list().getItems();
            List<TenantPolicyResource> tenants = client.resources(TenantPolicyResource.class).list().getItems();
            PolicyReader.Read read = reader.read(planes, tenants);
            policy.set(read.policy());
            planes.forEach(plane -> tell(plane, read));
            tenants.forEach(tenant -> tell(tenant, read));
            failing = false;
        } catch (KubernetesClientException e) {
            boolean absent = e.getCode() == 404;
            if (!failing && !absent) {
                LOG.log(Level.WARNING, "policy: the custom resources cannot be read: {0}; what was in force stays", e.getMessage());
            }
            failing = !absent;
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "policy: what was in force stays", e);
        }
    }

    private void tell(HasMetadata resource, PolicyReader.Read read) {
        String id = resource.getKind() + " " + resource.getMetadata().getName();
        List<String> problems = read.problems().getOrDefault(id, List.of());
        ResourceStatus.OnNode status = new ResourceStatus.OnNode(problems.isEmpty(), resource.getMetadata().getGeneration(),
                problems.isEmpty() ? null : String.join("; ", problems));
        if (status.equals(told.get(id))) {
            return;
        }
        ObjectNode patch = JSON.createObjectNode();
        ObjectNode own = patch.putObject("status").putObject("nodes").putObject(node);
        own.put("accepted", status.accepted());
        own.put("observedGeneration", status.observedGeneration());
        own.put("message", status.message());
        client.resource(resource).subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), patch.toString());
        told.put(id, status);
    }

    @Override
    public void close() {
        owner.shutdownNow();
    }
}
