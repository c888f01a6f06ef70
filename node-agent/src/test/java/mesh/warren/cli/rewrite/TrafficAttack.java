package mesh.warren.cli.rewrite;

import java.nio.file.Path;
import java.util.List;

/**
 * Attacks that a request shows: what tenant a sends, and what a's application then reads although it is none of a's.
 *
 * @param name      what it tries
 * @param rule      the rule that refuses it
 * @param resources YAML documents as a's control plane sends them: a listener on 127.0.0.1:15001 last
 * @param target    what the request asks for
 * @param loot      what the answer holds when it works
 */
record TrafficAttack(String name, String rule, String resources, String target, String loot) {

    /** What b's own server answers on b's loopback. */
    static final String SECRET = "only b may read this";
    /** The cluster of b that leads there, by its physical name. */
    static final String OF_B = "b^secret";
    /** A cluster that all pods share and that connects to 127.0.0.1:9000 of the pod that is stamped. */
    static final String SHARED = "shared";

    static List<TrafficAttack> all(Path netnsOfB, Path adminSocket) {
        return List.of(
                new TrafficAttack("a client names another pod's cluster by a header", "run-time-name",
                        listener("", "route: {cluster_header: x-c}"), "/", SECRET),
                new TrafficAttack("a route names another pod's cluster by its physical name", "name",
                        listener("", "route: {cluster: '" + OF_B + "'}"), "/", SECRET),
                new TrafficAttack("a network filter overwrites the stamp with another pod's namespace", "stamp", listener("""
                          - name: overwrite
                            typed_config:
                              "@type": type.googleapis.com/envoy.extensions.filters.network.set_filter_state.v3.Config
                              on_new_connection:
                              - object_key: envoy.network.upstream_bind_override.network_namespace
                                factory_key: envoy.hashable_string
                                shared_with_upstream: ONCE
                                format_string: {text_format_source: {inline_string: "%s"}}
                        """.formatted(netnsOfB), "route: {cluster: " + SHARED + "}"), "/", SECRET),
                new TrafficAttack("a cluster binds its sockets in another pod's namespace", "netns", """
                        "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
                        name: mine
                        connect_timeout: 1s
                        upstream_bind_config: {source_address: {address: 127.0.0.1, port_value: 0, network_namespace_filepath: "%s"}}
                        load_assignment: {cluster_name: mine, endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: 9000}}}}]}]}
                        ---
                        """.formatted(netnsOfB) + listener("", "route: {cluster: mine}"), "/", SECRET),
                new TrafficAttack("an endpoint is Envoy's admin socket", "pipe", """
                        "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
                        name: admin
                        connect_timeout: 1s
                        load_assignment: {cluster_name: admin, endpoints: [{lb_endpoints: [{endpoint: {address: {pipe: {path: "%s"}}}}]}]}
                        ---
                        """.formatted(adminSocket) + listener("", "route: {cluster: admin}"), "/clusters", OF_B),
                new TrafficAttack("a direct response reads a file of the node", "file",
                        listener("", "direct_response: {status: 200, body: {filename: /etc/passwd}}"), "/", "root:"),
                new TrafficAttack("a Lua filter calls another pod's cluster", "code", listener("", "route: {cluster: none}").replace("http_filters:", """
                        http_filters:
                              - name: lua
                                typed_config:
                                  "@type": type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua
                                  default_source_code:
                                    inline_string: |
                                      function envoy_on_request(handle)
                                        local headers, body = handle:httpCall("%s", {[":method"] = "GET", [":path"] = "/", [":authority"] = "b"}, "", 5000)
                                        handle:respond({[":status"] = "200"}, body)
                                      end
                        """.formatted(OF_B).stripTrailing()), "/", SECRET));
    }

    /** A listener with these network filters before the HTTP connection manager, and this route. */
    private static String listener(String filters, String route) {
        return """
                "@type": type.googleapis.com/envoy.config.listener.v3.Listener
                name: attack
                address: {socket_address: {address: 127.0.0.1, port_value: 15001}}
                filter_chains:
                - filters:
                %s  - name: http
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                      stat_prefix: attack
                      route_config:
                        name: attack
                        validate_clusters: false
                        virtual_hosts:
                        - {name: all, domains: ["*"], routes: [{match: {prefix: /}, %s}]}
                      http_filters:
                      - name: router
                        typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
                """.formatted(filters, route);
    }

    @Override
    public String toString() {
        return name;
    }
}
