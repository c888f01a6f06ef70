package mesh.warren.agent.kubernetes.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** As an entry of {@code controlPlanes} in the agent's settings, without its name, and with the pods that it feeds. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(value = "!has(self.token) || has(self.tls) || self.address.startsWith('unix:')",
        message = "a token would be sent in plaintext: give tls")
public record ControlPlaneSpec(
        @Required @PrinterColumn(name = "ADDRESS")
        @Pattern("^(unix:/.+|[^:/]+:[0-9]{1,5}|\\[[0-9a-fA-F:.]+]:[0-9]{1,5})$")
        @JsonPropertyDescription("Where it listens, as the node's agent reaches it: HOST:PORT or unix:/PATH.")
        String address,
        @PrinterColumn(name = "PROTOCOL")
        @JsonPropertyDescription("How it is spoken to; auto: delta, or state-of-the-world when the server has no delta.")
        Protocol protocol,
        @JsonPropertyDescription("TLS to the server; without it plaintext.")
        Tls tls,
        @JsonPropertyDescription(":authority of each call; without it the host of the address.")
        String authority,
        @Pattern("^/.+$")
        @JsonPropertyDescription("File with a bearer token in the agent's container; ${pod.name}, ${pod.namespace}, ${pod.serviceAccount} ... where pods differ.")
        String token,
        @JsonPropertyDescription("How virtual Envoys introduce themselves.")
        Node node,
        @JsonPropertyDescription("What rewriting goes by.")
        Policy policy,
        @JsonPropertyDescription("Names of secrets that are the virtual Envoy's own certificate; without any: default.")
        List<String> identities,
        @Required
        @JsonPropertyDescription("The pods that it feeds: those for which one of these holds. The first ControlPlane by priority, then by name, decides.")
        List<Pods> pods,
        @Min(0) @Max(1000)
        @JsonPropertyDescription("Of several ControlPlanes that match a pod the one with the highest number feeds it.")
        Integer priority) {

    /** {@code protocol}. */
    public enum Protocol { auto, delta, sotw, rest }

    /** {@code policy}. */
    public enum Policy { standard, istio }

    /** {@code tls}. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @ValidationRule(value = "has(self.certificate) == has(self.key)", message = "give certificate and key, or neither")
    public record Tls(
            @Pattern("^/.+$") @JsonPropertyDescription("File with the roots in the agent's container; without it those of the system.") String ca,
            @JsonPropertyDescription("Names of which the server's certificate must have one; without any: the host.") List<String> names,
            @Pattern("^/.+$") @JsonPropertyDescription("File with the client's chain; may differ for each pod.") String certificate,
            @Pattern("^/.+$") @JsonPropertyDescription("File with its key.") String key) {}

    /** {@code node}. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Node(
            @JsonPropertyDescription("What is not said otherwise.") Preset preset,
            @JsonPropertyDescription("Node.id.") String id,
            @JsonPropertyDescription("Node.cluster.") String cluster,
            @PreserveUnknownFields @JsonPropertyDescription("Node.metadata, in addition to the preset's.") Map<String, Object> metadata) {

        /** {@code node.preset}. */
        public enum Preset { plain, istio }
    }

    /** All conditions of one entry must hold; an empty one is for all pods. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Pods(
            @JsonPropertyDescription("Kubernetes namespaces; empty: all.") List<String> namespaces,
            @JsonPropertyDescription("Labels that the Kubernetes namespace must have.") Map<String, String> namespaceLabels,
            @JsonPropertyDescription("Labels that the pod must have.") Map<String, String> labels,
            @JsonPropertyDescription("Annotations that the pod must have.") Map<String, String> annotations) {}
}
