package mesh.warren.cli.rewrite;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mesh.warren.model.symbolic.Separator;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/**
 * Envoy loads routes, endpoints, secrets, extensions and chains only for a listener or cluster that refers to them. For those that
 * nothing in the input refers to, these are made up; virtual hosts and scopes are carried ({@link Carriers}).
 */
final class Subscribers {

    private static final String ADS = "{\"ads\": {}, \"resource_api_version\": \"V3\"}";
    /** Network filters that end a chain. */
    private static final Set<String> TERMINAL = Set.of("HttpConnectionManager", "TcpProxy", "Echo");
    private static final String T = "type.googleapis.com/envoy.extensions.";

    private final EnvoyTypes types;
    private final TypeRegistry registry;

    Subscribers(EnvoyTypes types) {
        this.types = types;
        this.registry = types.registry(List.of());
    }

    /**
     * What is made up.
     *
     * @param resources to serve besides the input
     * @param carriers  of each resource that is carried, the listener that it is in
     */
    record Made(List<PhysicalResource> resources, Map<ResourceKey, ResourceKey> carriers) {}

    /**
     * One for each resource that none refers to, or that Envoy does not subscribe to.
     *
     * @param referred what the resources of the input refer to, by physical name
     */
    Made of(Collection<PhysicalResource> resources, Set<ResourceKey> referred) {
        List<PhysicalResource> made = new ArrayList<>();
        Map<ResourceKey, ResourceKey> carriers = new HashMap<>();
        Set<ResourceKey> done = new HashSet<>(referred);
        for (PhysicalResource resource : resources) {
            String name = "warren" + Separator.CHARACTER + "verify/" + made.size();
            Optional<PhysicalResource> carrier = Carriers.of(resource, name);
            if (carrier.isPresent()) {
                made.add(carrier.get());
                carriers.put(resource.key(), carrier.get().key());
            } else if (done.add(resource.key())) {
                json(resource, name).map(this::parse).ifPresent(made::add);
            }
        }
        return new Made(made, carriers);
    }

    private static Optional<String> json(PhysicalResource resource, String made) {
        String name = quoted(resource.key().name().value());
        String own = quoted(made);
        return Optional.ofNullable(switch (resource.key().type()) {
            case EXTENSION -> extension(own, name, resource);
            case CHAIN -> """
                    {"name": %s, "bind_to_port": false, "address": {"socket_address": {"address": "127.0.0.1", "port_value": 1}},
                     "filter_chain_matcher": {"matcher_tree": {
                       "input": {"name": "port", "typed_config": {"@type": "%smatching.common_inputs.network.v3.DestinationPortInput"}},
                       "exact_match_map": {"map": {"1": {"action": {"name": "chain", "typed_config": {
                         "@type": "type.googleapis.com/google.protobuf.StringValue", "value": %s}}}}}}},
                     "fcds_config": {"config_source": %s}}
                    """.formatted(own, T, name, ADS);
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

    /** By the place that its type can stand in; null for one that no listener asks for by name. */
    private static String extension(String own, String name, PhysicalResource resource) {
        String type;
        try {
            type = TypedExtensionConfig.parseFrom(resource.content()).getTypedConfig().getTypeUrl();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(resource.key() + " does not parse after rewriting", e);
        }
        String discovered = "{\"name\": %s, \"config_discovery\": {\"config_source\": %s, \"type_urls\": [%s]}}"
                .formatted(name, ADS, quoted(type));
        String echo = "{\"name\": \"echo\", \"typed_config\": {\"@type\": \"" + T + "filters.network.echo.v3.Echo\"}}";
        String listener = "{\"name\": %s, \"bind_to_port\": false, \"address\": {\"socket_address\": {\"address\": \"127.0.0.1\", \"port_value\": 1}}, "
                .formatted(own);
        if (type.startsWith(T + "filters.http.")) {
            return listener + """
                    "filter_chains": [{"filters": [{"name": "http", "typed_config": {
                      "@type": "%sfilters.network.http_connection_manager.v3.HttpConnectionManager", "stat_prefix": "verify",
                      "route_config": {"name": "verify"}, "http_filters": [%s,
                        {"name": "router", "typed_config": {"@type": "%sfilters.http.router.v3.Router"}}]}}]}]}
                    """.formatted(T, discovered, T);
        }
        if (type.startsWith(T + "filters.network.")) {
            boolean terminal = TERMINAL.contains(type.substring(type.lastIndexOf('.') + 1));
            return listener + "\"filter_chains\": [{\"filters\": [" + discovered + (terminal ? "" : ", " + echo) + "]}]}";
        }
        return type.startsWith(T + "filters.listener.")
                ? listener + "\"listener_filters\": [" + discovered + "], \"filter_chains\": [{\"filters\": [" + echo + "]}]}" : null;
    }

    private static String cluster(String name, String fields) {
        return "{\"name\": " + name + ", \"connect_timeout\": \"1s\", " + fields + "}";
    }

    private static String quoted(String text) {
        return new com.google.gson.JsonPrimitive(text).toString();
    }

    private PhysicalResource parse(String json) {
        ResourceType type = json.contains("\"address\"") ? ResourceType.LISTENER : ResourceType.CLUSTER;
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
