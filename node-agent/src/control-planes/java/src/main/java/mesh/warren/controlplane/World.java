package mesh.warren.controlplane;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.controlplane.cache.v3.SimpleCache;
import io.envoyproxy.controlplane.cache.v3.Snapshot;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.HeaderMutation;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What each node is served, from a file. */
record World(Path file, SimpleCache<String> cache) {

    /** Types that stand inside Any. */
    private static final TypeRegistry TYPES = TypeRegistry.newBuilder()
            .add(HeaderMutation.getDescriptor()).add(Router.getDescriptor()).add(OriginalDst.getDescriptor()).add(TlsInspector.getDescriptor())
            .add(HttpConnectionManager.getDescriptor()).add(TcpProxy.getDescriptor()).add(DownstreamTlsContext.getDescriptor())
            .add(UpstreamTlsContext.getDescriptor()).add(HttpProtocolOptions.getDescriptor())
            .build();

    /** Makes the file's content what is served. */
    void load() throws IOException {
        JsonObject world = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        for (Map.Entry<String, JsonElement> node : world.entrySet()) {
            JsonObject has = node.getValue().getAsJsonObject();
            cache.setSnapshot(node.getKey(), Snapshot.create(
                    read(has, "clusters", Cluster::newBuilder, Cluster.class),
                    read(has, "endpoints", ClusterLoadAssignment::newBuilder, ClusterLoadAssignment.class),
                    read(has, "listeners", Listener::newBuilder, Listener.class),
                    read(has, "routes", RouteConfiguration::newBuilder, RouteConfiguration.class),
                    read(has, "secrets", Secret::newBuilder, Secret.class),
                    has.get("version").getAsString()));
        }
    }

    private static <T extends Message> List<T> read(
            JsonObject has, String key, Supplier<? extends Message.Builder> builder, Class<T> type) throws InvalidProtocolBufferException {
        List<T> resources = new ArrayList<>();
        if (has.has(key)) {
            for (JsonElement text : has.getAsJsonArray(key)) {
                Message.Builder resource = builder.get();
                JsonFormat.parser().usingTypeRegistry(TYPES).merge(text.toString(), resource);
                resources.add(type.cast(resource.build()));
            }
        }
        return resources;
    }
}
