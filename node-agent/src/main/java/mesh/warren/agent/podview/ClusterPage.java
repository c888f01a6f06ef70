package mesh.warren.agent.podview;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import java.util.HashMap;
import java.util.Map;
import mesh.warren.agent.views.VirtualContent;
import mesh.warren.model.xds.ResourceType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /clusters}, as text or as {@code envoy.admin.v3.Clusters}: the pod's clusters and their endpoints as configured. The counters
 * of each endpoint are left out: a shared cluster counts for all of its pods together.
 */
final class ClusterPage {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final StringBuilder text = new StringBuilder();
    private final ObjectNode page = JSON.createObjectNode();
    private final ArrayNode statuses = page.putArray("cluster_statuses");

    private ClusterPage() {}

    static Page of(VirtualContent pod, Question question) {
        ClusterPage page = new ClusterPage();
        try {
            page.fill(pod);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a resource of pod " + pod.pod().name() + " was accepted and cannot be read", e);
        }
        boolean json = question.value("format").filter("json"::equals).isPresent();
        return json ? Page.json(page.page.toPrettyString() + "\n") : Page.text(page.text.toString());
    }

    private void fill(VirtualContent pod) throws InvalidProtocolBufferException {
        Map<String, ClusterLoadAssignment> endpoints = new HashMap<>();
        for (VirtualContent.Shown shown : pod.resources()) {
            if (shown.key().type() == ResourceType.ENDPOINTS) {
                endpoints.put(shown.key().name().value(), ClusterLoadAssignment.parseFrom(shown.content()));
            }
        }
        for (VirtualContent.Shown shown : pod.resources()) {
            if (shown.key().type() == ResourceType.CLUSTER) {
                Cluster cluster = Cluster.parseFrom(shown.content());
                String service = cluster.getEdsClusterConfig().getServiceName();
                cluster(cluster, endpoints.getOrDefault(service.isEmpty() ? cluster.getName() : service, cluster.getLoadAssignment()));
            }
        }
    }

    private void cluster(Cluster cluster, ClusterLoadAssignment endpoints) {
        String name = cluster.getName();
        line(name, "observability_name", name);
        line(name, "added_via_api", "true");
        ObjectNode status = statuses.addObject().put("name", name).put("added_via_api", true).put("observability_name", name);
        ArrayNode hosts = JSON.createArrayNode();
        for (LocalityLbEndpoints locality : endpoints.getEndpointsList()) {
            locality.getLbEndpointsList().forEach(endpoint -> host(name, locality, endpoint, hosts));
        }
        if (!hosts.isEmpty()) {
            status.set("host_statuses", hosts);
        }
    }

    private void host(String cluster, LocalityLbEndpoints group, LbEndpoint endpoint, ArrayNode hosts) {
        SocketAddress address = endpoint.getEndpoint().getAddress().getSocketAddress();
        String at = address.getAddress() + ":" + address.getPortValue();
        Locality locality = group.getLocality();
        int weight = endpoint.hasLoadBalancingWeight() ? endpoint.getLoadBalancingWeight().getValue() : 1;
        boolean healthy = endpoint.getHealthStatus() != HealthStatus.UNHEALTHY && endpoint.getHealthStatus() != HealthStatus.TIMEOUT;
        String host = cluster + "::" + at;
        line(host, "hostname", endpoint.getEndpoint().getHostname());
        line(host, "health_flags", healthy ? "healthy" : "/failed_eds_health");
        line(host, "weight", Integer.toString(weight));
        line(host, "region", locality.getRegion());
        line(host, "zone", locality.getZone());
        line(host, "sub_zone", locality.getSubZone());
        line(host, "priority", Integer.toString(group.getPriority()));
        ObjectNode status = hosts.addObject();
        status.putObject("address").putObject("socket_address").put("address", address.getAddress()).put("port_value", address.getPortValue());
        status.putObject("health_status").put("eds_health_status", healthy ? "HEALTHY" : "UNHEALTHY");
        status.put("weight", weight).put("priority", group.getPriority());
        status.putObject("locality").put("region", locality.getRegion()).put("zone", locality.getZone()).put("sub_zone", locality.getSubZone());
    }

    private void line(String subject, String what, String value) {
        text.append(subject).append("::").append(what).append("::").append(value).append('\n');
    }
}
