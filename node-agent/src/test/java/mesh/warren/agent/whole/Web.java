package mesh.warren.agent.whole;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Service {@code shop/web}: HTTP on port 80 and lines on port 9090, IPv4 and IPv6. */
public final class Web {

    public static final URI HTTP = URI.create("http://10.96.0.10:80");
    public static final URI LINE = URI.create("tcp://10.96.0.10:9090");
    public static final URI HTTP_IPV6 = URI.create("http://[fd96::10]:80");
    public static final URI LINE_IPV6 = URI.create("tcp://[fd96::10]:9090");

    private Web() {}

    /** These pods serve it, and no others; returns when Envoy knows. */
    public static void servedBy(WholeNode node, WholePod... pods) throws IOException {
        node.manifest("web.yaml", """
                apiVersion: v1
                kind: Service
                metadata: {name: web, namespace: shop}
                spec:
                  clusterIP: 10.96.0.10
                  clusterIPs: [10.96.0.10, "fd96::10"]
                  ipFamilies: [IPv4, IPv6]
                  ipFamilyPolicy: RequireDualStack
                  selector: {app: web}
                  ports:
                  - {name: http, port: 80, targetPort: 8080, protocol: TCP}
                  - {name: line, port: 9090, targetPort: 9090, protocol: TCP}
                ---
                """ + slice("IPv4", WholePod::ipv4, pods) + "---\n" + slice("IPv6", WholePod::ipv6, pods));
        List<String> wanted = Stream.of(pods).map(pod -> "::" + pod.ipv4() + ":8080::").toList();
        WholeNode.await("Envoy sends to " + wanted, () -> {
            String clusters = node.admin().get("/clusters");
            return wanted.stream().allMatch(clusters::contains);
        });
        node.agent().awaitSettled(WholeNode.PATIENCE);
    }

    private static String slice(String family, Function<WholePod, String> address, WholePod... pods) {
        return """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: web-%s, namespace: shop, labels: {kubernetes.io/service-name: web}}
                addressType: %s
                ports: [{name: http, port: 8080, protocol: TCP}, {name: line, port: 9090, protocol: TCP}]
                endpoints: [%s]
                """.formatted(family.toLowerCase(), family, Stream.of(pods)
                .map(pod -> "{addresses: [\"" + address.apply(pod) + "\"], conditions: {ready: true, serving: true, terminating: false}}")
                .collect(Collectors.joining(", ")));
    }
}
