package mesh.warren.bench.planes;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What every sidecar is served: one HTTP listener on the pod's loopback, one route table with a virtual host for each service, and
 * for each service a cluster whose three endpoints come by EDS. Nobody answers there.
 *
 * @param services how many
 * @param turn     how often the last endpoint of the first service has moved
 */
record PlaneWorld(int services, int turn) {

    static final int PORT = 10080;
    private static final String ADS = "{\"ads\": {}, \"resource_api_version\": \"V3\"}";
    private static final String TYPES = "type.googleapis.com/envoy.extensions.filters";

    PlaneWorld next() {
        return new PlaneWorld(services, turn + 1);
    }

    String json() {
        return """
                {"version": "%d", "clusters": [%s], "endpoints": [%s], "listeners": [%s], "routes": [%s]}"""
                .formatted(turn + 1, each(PlaneWorld::cluster), each(this::endpoints), listener(), routes());
    }

    private String each(IntFunction<String> text) {
        return IntStream.range(0, services).mapToObj(text).collect(Collectors.joining(",\n"));
    }

    private static String cluster(int service) {
        return """
                {"name": "service-%d", "type": "EDS", "connect_timeout": "2s", "eds_cluster_config": {"eds_config": %s}}""".formatted(service, ADS);
    }

    private String endpoints(int service) {
        String last = service == 0 ? "10.255.1." + (1 + turn % 250) : "10.255.0.3";
        return """
                {"cluster_name": "service-%d", "endpoints": [{"lb_endpoints": [%s, %s, %s]}]}"""
                .formatted(service, endpoint("10.255.0.1"), endpoint("10.255.0.2"), endpoint(last));
    }

    private static String endpoint(String address) {
        return """
                {"endpoint": {"address": {"socket_address": {"address": "%s", "port_value": 8080}}}}""".formatted(address);
    }

    private static String listener() {
        return """
                {"name": "http", "address": {"socket_address": {"address": "127.0.0.1", "port_value": %d}}, "filter_chains": [{"filters": [
                  {"name": "hcm", "typed_config": {"@type": "%s.network.http_connection_manager.v3.HttpConnectionManager",
                   "stat_prefix": "http", "rds": {"route_config_name": "routes", "config_source": %s}, "http_filters": [
                    {"name": "router", "typed_config": {"@type": "%s.http.router.v3.Router"}}]}}]}]}""".formatted(PORT, TYPES, ADS, TYPES);
    }

    private String routes() {
        return """
                {"name": "routes", "virtual_hosts": [%s]}""".formatted(each(service -> """
                {"name": "service-%1$d", "domains": ["service-%1$d", "service-%1$d:8080"],
                 "routes": [{"match": {"prefix": "/"}, "route": {"cluster": "service-%1$d"}}]}""".formatted(service)));
    }
}
