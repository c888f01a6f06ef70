package mesh.warren.agent.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mesh.warren.agent.domain.Protocol;
import mesh.warren.agent.envoy.EnvoyNode;

/** An Envoy as sidecars are today: a process in the pod's network namespace, on a stream of its own to the control plane. */
record PlainSidecar(Path log, Relay relay) implements AutoCloseable {

    static PlainSidecar start(WholePod pod, String node, Protocol protocol, int controlPlane, Path folder) throws IOException {
        Relay relay = Relay.open(pod.netns(), controlPlane);
        Path bootstrap = folder.resolve("sidecar-" + pod.pod().name() + ".json");
        Files.writeString(bootstrap, bootstrap(node, protocol, relay.port()));
        Path log = folder.resolve("sidecar-" + pod.pod().name() + ".log");
        pod.pod().start(List.of(EnvoyNode.binary().toString(), "-c", bootstrap.toString(), "--use-dynamic-base-id", "--disable-hot-restart",
                "--concurrency", "1", "--log-level", "warning"), log.toFile());
        return new PlainSidecar(log, relay);
    }

    private static String bootstrap(String node, Protocol protocol, int port) {
        String resources = switch (protocol) {
            case REST -> "\"lds_config\": %1$s, \"cds_config\": %1$s".formatted(SidecarWorld.REST);
            case AUTO, DELTA, SOTW -> """
                    "lds_config": %1$s, "cds_config": %1$s, "ads_config": {"api_type": "%2$s", "transport_api_version": "V3",
                      "grpc_services": [{"envoy_grpc": {"cluster_name": "control-plane"}}]}""".formatted(
                    SidecarWorld.ADS, protocol == Protocol.SOTW ? "GRPC" : "DELTA_GRPC");
        };
        String http2 = protocol == Protocol.REST ? "" : """
                "typed_extension_protocol_options": {"envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
                  "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
                  "explicit_http_config": {"http2_protocol_options": {}}}},""";
        return """
                {"node": {"id": "%s", "cluster": "plain"}, "dynamic_resources": {%s},
                 "static_resources": {"clusters": [{"name": "control-plane", "type": "STATIC", "connect_timeout": "2s", %s
                   "load_assignment": {"cluster_name": "control-plane", "endpoints": [{"lb_endpoints": [{"endpoint": {"address": {
                     "socket_address": {"address": "127.0.0.1", "port_value": %d}}}}]}]}}]}}"""
                .formatted(node, resources, http2, port);
    }

    /** What it logged. */
    String said() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() throws IOException {
        relay.close();
    }
}
