package mesh.warren.cli.rewrite;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mesh.warren.model.symbolic.Separator;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/**
 * Envoy loads routes, endpoints and secrets only for a listener or cluster that refers to them. For those that nothing in
 * the input refers to, these are made up.
 */
final class Subscribers {

    private static final String ADS = "{\"ads\": {}, \"resource_api_version\": \"V3\"}";
    private static final String T = "type.googleapis.com/envoy.extensions.";

    private final EnvoyTypes types;
    private final TypeRegistry registry;

    Subscribers(EnvoyTypes types) {
        this.types = types;
        this.registry = types.registry(List.of());
    }

    /**
     * One for each resource that none refers to.
     *
     * @param referred what the resources of the input refer to, by physical name
     */
    List<PhysicalResource> of(Collection<PhysicalResource> resources, Set<ResourceKey> referred) {
        List<PhysicalResource> made = new ArrayList<>();
        Set<ResourceKey> done = new HashSet<>(referred);
        for (PhysicalResource resource : resources) {
            if (done.add(resource.key())) {
                json(resource.key(), made.size()).map(this::parse).ifPresent(made::add);
            }
        }
        return made;
    }

    private static Optional<String> json(ResourceKey key, int number) {
        String name = quoted(key.name().value());
        String own = quoted("warren" + Separator.CHARACTER + "verify/" + number);
        return Optional.ofNullable(switch (key.type()) {
            case ENDPOINTS -> cluster(own, "\"eds_cluster_config\": {\"eds_config\": %s, \"service_name\": %s}, \"type\": \"EDS\""
                    .formatted(ADS, name));
            case SECRET -> cluster(own, """
                    "transport_socket": {"name": "tls", "typed_config": {
                      "@type": "%stransport_sockets.tls.v3.UpstreamTlsContext", "common_tls_context": {
                        "combined_validation_context": {"default_validation_context": {},
                          "validation_context_sds_secret_config": {"name": %s, "sds_config": %s}}}}}
                    """.formatted(T, name, ADS));
            case ROUTES -> """
                    {"name": %s, "bind_to_port": false, "address": {"socket_address": {"address": "127.0.0.1", "port_value": 1}},
                     "filter_chains": [{"filters": [{"name": "http", "typed_config": {
                       "@type": "%sfilters.network.http_connection_manager.v3.HttpConnectionManager", "stat_prefix": "verify",
                       "rds": {"route_config_name": %s, "config_source": %s},
                       "http_filters": [{"name": "router", "typed_config": {"@type": "%sfilters.http.router.v3.Router"}}]}}]}]}
                    """.formatted(own, T, name, ADS, T);
            default -> null;
        });
    }

    private static String cluster(String name, String fields) {
        return "{\"name\": " + name + ", \"connect_timeout\": \"1s\", " + fields + "}";
    }

    private static String quoted(String text) {
        return new com.google.gson.JsonPrimitive(text).toString();
    }

    private PhysicalResource parse(String json) {
        ResourceType type = json.contains("filter_chains") ? ResourceType.LISTENER : ResourceType.CLUSTER;
        DynamicMessage.Builder message = DynamicMessage.newBuilder(types.message(type.message()).orElseThrow());
        try {
            JsonFormat.parser().usingTypeRegistry(registry).merge(json, message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a template of this command is wrong: " + e.getMessage(), e);
        }
        Object name = message.getField(message.getDescriptorForType().findFieldByName("name"));
        return PhysicalResource.of(ResourceKey.of(type, (String) name), message.build().toByteString());
    }
}
