package mesh.warren.agent.cluster;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.builtin.EndpointSlice;
import mesh.warren.model.builtin.Service;
import mesh.warren.model.builtin.ServiceName;
import mesh.warren.model.builtin.ServicePort;
import mesh.warren.model.builtin.Transport;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.id.Tenant;
import tools.jackson.databind.JsonNode;

/** From Kubernetes' own objects to the model's. Absent fields mean what the Kubernetes API reference says. */
public final class KubernetesObjects {

    /** Label that joins an EndpointSlice to its Service (Kubernetes, "Well-Known Labels"). */
    private static final String SERVICE_LABEL = "kubernetes.io/service-name";

    private KubernetesObjects() {}

    /** @throws IllegalArgumentException naming the field and the remedy */
    public static Service service(io.fabric8.kubernetes.api.model.Service object) {
        var spec = Objects.requireNonNull(object.getSpec(), "Service without spec");
        List<String> clusterIps = spec.getClusterIPs() != null && !spec.getClusterIPs().isEmpty()
                ? spec.getClusterIPs()
                : spec.getClusterIP() == null || spec.getClusterIP().isEmpty() ? List.of() : List.of(spec.getClusterIP());
        Service.Kind kind = "ExternalName".equals(spec.getType()) ? Service.Kind.EXTERNAL_NAME
                : clusterIps.equals(List.of("None")) ? Service.Kind.HEADLESS : Service.Kind.CLUSTER_IP;
        if (kind == Service.Kind.CLUSTER_IP && clusterIps.isEmpty()) {
            throw new IllegalArgumentException("spec.clusterIP is empty: nobody allocates one here; write an address, or None");
        }
        return new Service(
                new ServiceName(tenant(object.getMetadata()), name(object.getMetadata())),
                kind,
                kind == Service.Kind.CLUSTER_IP ? addresses("spec.clusterIPs", clusterIps) : List.of(),
                orNone(spec.getPorts()).stream().map(KubernetesObjects::port).toList(),
                Boolean.TRUE.equals(spec.getPublishNotReadyAddresses()),
                "Local".equals(spec.getInternalTrafficPolicy()),
                "ClientIP".equals(spec.getSessionAffinity()));
    }

    /** @throws IllegalArgumentException naming the field and the remedy */
    public static EndpointSlice slice(io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice object) {
        String service = labels(object.getMetadata()).get(SERVICE_LABEL);
        if (service == null) {
            throw new IllegalArgumentException("metadata.labels has no " + SERVICE_LABEL + ": write the Service's name there");
        }
        if ("FQDN".equals(object.getAddressType())) {
            throw new IllegalArgumentException("addressType FQDN is not served: write IPv4 or IPv6 addresses");
        }
        return new EndpointSlice(
                new ServiceName(tenant(object.getMetadata()), service),
                name(object.getMetadata()),
                orNone(object.getPorts()).stream()
                        .filter(port -> port.getPort() != null)
                        .map(port -> new EndpointSlice.Port(text(port.getName()), port.getPort(), transport(port.getProtocol())))
                        .toList(),
                orNone(object.getEndpoints()).stream().map(KubernetesObjects::endpoint).toList());
    }

    /** A list that the API server wrote as {@code null}, as it does for a slice without ports, is an empty one. */
    private static <T> List<T> orNone(List<T> list) {
        return list == null ? List.of() : list;
    }

    /**
     * Of a Pod few fields are read, so it is not made into fabric8's PodSpec: that pulls in a class, and Jackson's
     * description of it, for each kind of volume, probe and affinity.
     *
     * @throws IllegalArgumentException naming the field and the remedy
     */
    public static ClusterPod pod(ObjectMeta metadata, JsonNode spec, JsonNode status) {
        if (metadata == null) {
            throw new IllegalArgumentException("metadata is missing");
        }
        return new ClusterPod(
                new PodName(tenant(metadata), name(metadata)),
                labels(metadata),
                metadata.getAnnotations() == null ? Map.of() : metadata.getAnnotations(),
                spec.path("nodeName").asStringOpt(),
                spec.path("hostNetwork").asBoolean(false),
                spec.path("serviceAccountName").asString("default"),
                Optional.ofNullable(metadata.getUid()).map(PodUid::new),
                addresses("status.podIPs", status.path("podIPs").valueStream().map(ip -> ip.path("ip").asString()).toList()),
                dns(spec),
                Set.of("Succeeded", "Failed").contains(status.path("phase").asString("")));
    }

    /** A Kubernetes namespace. @throws IllegalArgumentException naming the field and the remedy */
    public static ClusterObject.OfTenant namespace(ObjectMeta metadata) {
        return new ClusterObject.OfTenant(new Tenant(name(metadata)), labels(metadata));
    }

    private static PodDns dns(JsonNode spec) {
        JsonNode config = spec.path("dnsConfig");
        PodDns.Policy policy = switch (spec.path("dnsPolicy").asString("ClusterFirst")) {
            case "Default" -> PodDns.Policy.DEFAULT;
            case "None" -> PodDns.Policy.NONE;
            default -> PodDns.Policy.CLUSTER_FIRST;
        };
        OptionalInt ndots = config.path("options").valueStream().filter(option -> option.path("name").asString("").equals("ndots"))
                .mapToInt(option -> Integer.parseInt(option.path("value").asString("1"))).findFirst();
        return new PodDns(policy, config.path("nameservers").valueStream().map(JsonNode::asString).toList(),
                config.path("searches").valueStream().map(JsonNode::asString).toList(), ndots);
    }

    private static ServicePort port(io.fabric8.kubernetes.api.model.ServicePort port) {
        if (port.getPort() == null) {
            throw new IllegalArgumentException("spec.ports: one has no port; write its number");
        }
        return new ServicePort(
                text(port.getName()), port.getPort(), transport(port.getProtocol()), Optional.ofNullable(port.getAppProtocol()));
    }

    private static EndpointSlice.Endpoint endpoint(io.fabric8.kubernetes.api.model.discovery.v1.Endpoint endpoint) {
        if (endpoint.getAddresses().isEmpty()) {
            throw new IllegalArgumentException("endpoints: one has no addresses");
        }
        EndpointConditions conditions = endpoint.getConditions() == null ? new EndpointConditions() : endpoint.getConditions();
        boolean ready = !Boolean.FALSE.equals(conditions.getReady());
        return new EndpointSlice.Endpoint(
                addresses("endpoints.addresses", endpoint.getAddresses()).getFirst(),
                ready,
                conditions.getServing() == null ? ready : conditions.getServing(),
                Boolean.TRUE.equals(conditions.getTerminating()),
                Optional.ofNullable(endpoint.getNodeName()));
    }

    private static List<IpAddress> addresses(String field, List<String> literals) {
        try {
            return literals.stream().map(IpAddress::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
        }
    }

    private static Transport transport(String protocol) {
        try {
            return protocol == null ? Transport.TCP : Transport.valueOf(protocol);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("protocol '" + protocol + "': want TCP, UDP or SCTP", e);
        }
    }

    private static Tenant tenant(ObjectMeta metadata) {
        String namespace = metadata.getNamespace();
        return new Tenant(namespace == null ? "default" : namespace);
    }

    private static String name(ObjectMeta metadata) {
        String name = metadata.getName();
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("metadata.name is missing");
        }
        return name;
    }

    private static Map<String, String> labels(ObjectMeta metadata) {
        return metadata.getLabels() == null ? Map.of() : metadata.getLabels();
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
