package mesh.warren.agent.whole;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one sidecar is served: two HTTP services, one of them split and one retried, a TCP service; listeners on its own loopback.
 *
 * @param version   of all of it
 * @param source    JSON of the {@code ConfigSource} that resources name
 * @param one       address of the pod that answers as {@code one}
 * @param two       address of the pod that answers as {@code two}
 * @param plain     which of the two {@code /} goes to
 * @param retired   whether the service behind {@code /old} is gone
 * @param extension whether a filter comes by ECDS
 * @param secret    JSON of the certificate that its TLS listener shows
 * @param bad       JSON of a further cluster, that is to be refused; empty: none
 */
record SidecarWorld(int version, String source, String one, String two, String plain, boolean retired, boolean extension, String secret, String bad) {

    static final int HTTP = 10080;
    static final int TCP = 10090;
    static final int TLS = 10443;
    static final String ADS = "{\"ads\": {}, \"resource_api_version\": \"V3\"}";
    static final String REST = """
            {"resource_api_version": "V3", "api_config_source": {"api_type": "REST", "transport_api_version": "V3", \
            "cluster_names": ["control-plane"], "refresh_delay": "0.5s", "request_timeout": "5s"}}""";

    SidecarWorld secret(String other) {
        return new SidecarWorld(version + 1, source, one, two, plain, retired, extension, other, bad);
    }

    SidecarWorld plain(String cluster) {
        return new SidecarWorld(version + 1, source, one, two, cluster, retired, extension, secret, bad);
    }

    SidecarWorld retire() {
        return new SidecarWorld(version + 1, source, one, two, plain, true, extension, secret, bad);
    }

    SidecarWorld with(String badCluster) {
        return new SidecarWorld(version + 1, source, one, two, plain, retired, extension, secret, badCluster);
    }

    String json() {
        return """
                {"version": "%d", "clusters": [%s], "endpoints": [%s], "listeners": [%s], "routes": [%s], "extensions": [%s], "secrets": [%s]}"""
                .formatted(version, clusters(), endpoints(), listeners(), routes(), extension ? filter() : "", secret);
    }

    private List<String> services() {
        return retired ? List.of("one", "two", "retried", "lines") : List.of("one", "two", "retried", "lines", "old");
    }

    private String clusters() {
        Stream<String> good = services().stream().map(name -> """
                {"name": "%s", "type": "EDS", "connect_timeout": "2s", "eds_cluster_config": {"eds_config": %s}}""".formatted(name, source));
        return Stream.concat(good, bad.isEmpty() ? Stream.of() : Stream.of(bad)).collect(Collectors.joining(","));
    }

    private String endpoints() {
        return services().stream().map(name -> """
                {"cluster_name": "%s", "endpoints": [{"lb_endpoints": [%s]}]}""".formatted(name, switch (name) {
            case "two" -> endpoint(two, 8080);
            case "retried" -> endpoint(one, 1) + "," + endpoint(two, 8080);
            case "lines" -> endpoint(one, 9090);
            default -> endpoint(one, 8080);
        })).collect(Collectors.joining(","));
    }

    private static String endpoint(String address, int port) {
        return """
                {"endpoint": {"address": {"socket_address": {"address": "%s", "port_value": %d}}}}""".formatted(address, port);
    }

    private String listeners() {
        return """
                {"name": "http", "address": {"socket_address": {"address": "127.0.0.1", "port_value": %d}}, "filter_chains": [{"filters": [
                  {"name": "hcm", "typed_config": {"@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
                   "stat_prefix": "http", "rds": {"route_config_name": "routes", "config_source": %s}, "http_filters": [%s
                    {"name": "router", "typed_config": {"@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}}]}}]}]},
                {"name": "tcp", "address": {"socket_address": {"address": "127.0.0.1", "port_value": %d}}, "filter_chains": [{"filters": [
                  {"name": "tcp", "typed_config": {"@type": "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy",
                   "stat_prefix": "tcp", "cluster": "lines"}}]}]},
                {"name": "tls", "address": {"socket_address": {"address": "127.0.0.1", "port_value": %d}}, "filter_chains": [{
                  "transport_socket": {"name": "tls", "typed_config": {
                    "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext", "common_tls_context": {
                      "tls_certificate_sds_secret_configs": [{"name": "web-cert", "sds_config": %s}]}}},
                  "filters": [{"name": "tcp", "typed_config": {
                    "@type": "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy", "stat_prefix": "tls", "cluster": "lines"}}]}]}"""
                .formatted(HTTP, source, extension ? discovered() : "", TCP, TLS, source);
    }

    private String discovered() {
        return """
                {"name": "stamp", "config_discovery": {"config_source": %s, "type_urls": [
                  "type.googleapis.com/envoy.extensions.filters.http.header_mutation.v3.HeaderMutation"]}},""".formatted(source);
    }

    private String filter() {
        return """
                {"name": "stamp", "typed_config": {"@type": "type.googleapis.com/envoy.extensions.filters.http.header_mutation.v3.HeaderMutation",
                 "mutations": {"response_mutations": [{"append": {"header": {"key": "x-stamp", "value": "v%d"}}}]}}}""".formatted(1);
    }

    private String routes() {
        String old = retired ? "" : "{\"match\": {\"prefix\": \"/old\"}, \"route\": {\"cluster\": \"old\"}},";
        return """
                {"name": "routes", "virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [%s
                  {"match": {"prefix": "/split"}, "route": {"weighted_clusters": {"header_name": "x-share",
                    "clusters": [{"name": "one", "weight": 60}, {"name": "two", "weight": 40}]}}},
                  {"match": {"prefix": "/retried"}, "route": {"cluster": "retried", "retry_policy": {"retry_on": "connect-failure", "num_retries": 4}}},
                  {"match": {"prefix": "/moved"}, "redirect": {"path_redirect": "/"}},
                  {"match": {"prefix": "/only"}, "direct_response": {"status": 418, "body": {"inline_string": "direct"}}},
                  {"match": {"path": "/"}, "route": {"cluster": "%s"}}]}]}""".formatted(old, plain);
    }
}
