package mesh.warren.agent.domain;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a virtual Envoy says of itself: {@code envoy.config.core.v3.Node}, but for what is the real Envoy's.
 *
 * @param id         {@code Node.id}
 * @param cluster    {@code Node.cluster}
 * @param region     {@code Node.locality.region}
 * @param zone       {@code Node.locality.zone}
 * @param subZone    {@code Node.locality.sub_zone}
 * @param metadata   {@code Node.metadata}
 * @param everyTime  whether every request has it, as Envoy does by default, or only the first of a stream
 *                   ({@code set_node_on_first_message_only})
 */
public record NodeTemplate(
        Template id, Template cluster, Template region, Template zone, Template subZone, Map<String, Metadata> metadata,
        boolean everyTime) {

    private static final Template NONE = Template.parse("");

    /** {@code NAME.NAMESPACE} of cluster {@code NAMESPACE}. */
    public static final NodeTemplate PLAIN = new NodeTemplate(Template.parse("${pod.name}.${pod.namespace}"),
            Template.parse("${pod.namespace}"), NONE, NONE, NONE, Map.of(), true);

    public NodeTemplate {
        metadata = Map.copyOf(metadata);
    }

    /** The sidecar form of Istio, with the metadata that istiod 1.30 reads. */
    public static NodeTemplate istio() {
        Map<String, Metadata> metadata = new LinkedHashMap<>();
        metadata.put("NAME", text("${pod.name}"));
        metadata.put("NAMESPACE", text("${pod.namespace}"));
        metadata.put("SERVICE_ACCOUNT", text("${pod.serviceAccount}"));
        metadata.put("INSTANCE_IPS", text("${pod.ips}"));
        metadata.put("NODE_NAME", text("${node.name}"));
        metadata.put("WORKLOAD_NAME", text("${pod.labels[app]}"));
        metadata.put("LABELS", new Metadata.Labels());
        metadata.put("CLUSTER_ID", text("Kubernetes"));
        metadata.put("MESH_ID", text("cluster.local"));
        metadata.put("INTERCEPTION_MODE", text("REDIRECT"));
        metadata.put("ISTIO_VERSION", text("1.30.3"));
        return new NodeTemplate(
                Template.parse("sidecar~${pod.ip}~${pod.name}.${pod.namespace}~${pod.namespace}.svc.cluster.local"),
                Template.parse("${pod.labels[app]}.${pod.namespace}"), NONE, NONE, NONE, metadata, false);
    }

    private static Metadata text(String template) {
        return new Metadata.Text(Template.parse(template));
    }
}
