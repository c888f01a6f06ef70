package mesh.warren.demo.cluster;

/**
 * A pod that serves, with a service account of its own name.
 *
 * @param name    its name in the tenant {@code demo}
 * @param address its IPv4 address, as the CNI chain gave it
 */
public record DemoPod(String name, String address) {

    String manifest(String node) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: demo, labels: {app: demo}}
                spec: {nodeName: %s, serviceAccountName: %s, containers: [{name: app, image: demo}]}
                status: {podIP: %s}
                """.formatted(name, node, name, address);
    }
}
