package mesh.warren.demo.cluster;

import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import mesh.warren.demo.app.PodApp;

/**
 * One Service of the demo. Even ones speak HTTP on port 80, odd ones TCP on port 9090.
 *
 * @param index from 0; decides name, address, protocol and which pods serve it
 */
public record DemoService(int index) {

    /** How many pods serve each Service, at most. */
    private static final int BACKENDS = 3;

    public String name() {
        return "svc-" + index;
    }

    public String clusterIp() {
        return "10.96." + (index / 250) + "." + (1 + index % 250);
    }

    public boolean http() {
        return index % 2 == 0;
    }

    /** What a pod calls. */
    public URI url() {
        return URI.create((http() ? "http://" + clusterIp() + ":80" : "tcp://" + clusterIp() + ":" + PodApp.TCP_PORT));
    }

    /** Those of the pods that serve it. */
    List<DemoPod> backends(List<DemoPod> pods) {
        return IntStream.range(0, Math.min(BACKENDS, pods.size()))
                .mapToObj(i -> pods.get((index + i) % pods.size())).toList();
    }

    /** The Service, YAML. */
    public String manifest() {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: %s, namespace: demo}
                spec:
                  clusterIP: %s
                  clusterIPs: [%2$s]
                  selector: {app: demo}
                  ports: [%s]
                """.formatted(name(), clusterIp(), http()
                ? "{name: http, port: 80, targetPort: " + PodApp.HTTP_PORT + ", protocol: TCP}"
                : "{name: tcp, port: " + PodApp.TCP_PORT + ", targetPort: " + PodApp.TCP_PORT + ", protocol: TCP}");
    }

    /** Its EndpointSlice, YAML: those of the pods that serve it. */
    public String endpointSlice(List<DemoPod> pods, String node) {
        StringBuilder slice = new StringBuilder("""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: %s-0, namespace: demo, labels: {kubernetes.io/service-name: %1$s}}
                addressType: IPv4
                ports: [{name: %s, port: %d, protocol: TCP}]
                """.formatted(name(), http() ? "http" : "tcp", http() ? PodApp.HTTP_PORT : PodApp.TCP_PORT));
        List<DemoPod> backends = backends(pods);
        slice.append(backends.isEmpty() ? "endpoints: []\n" : "endpoints:\n");
        for (DemoPod pod : backends) {
            slice.append("- {addresses: [%s], nodeName: %s, conditions: {ready: true, serving: true, terminating: false}}\n"
                    .formatted(pod.address(), node));
        }
        return slice.toString();
    }
}
