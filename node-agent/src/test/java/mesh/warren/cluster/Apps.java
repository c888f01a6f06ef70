package mesh.warren.cluster;

/** Manifests of the tests' pods: busybox, which every node of the cluster has. */
final class Apps {

    private Apps() {}

    /** A Deployment of HTTP servers on 8080 and 8081 that say their own name, and a Service with both ports: 80 (http) and 81 (admin). */
    static String web(String name, int replicas) {
        return deployment(name, replicas, "mkdir -p /www; echo $POD > /www/index.html; httpd -p 8081 -h /www; exec httpd -f -vv -p 8080 -h /www",
                "readinessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 1}, livenessProbe: {tcpSocket: {port: 8081}, periodSeconds: 2}")
                + """
                ---
                {apiVersion: v1, kind: Service, metadata: {name: %1$s}, spec: {selector: {app: %1$s}, ports: [
                  {name: http, port: 80, targetPort: 8080}, {name: http-admin, port: 81, targetPort: 8081}]}}
                """.formatted(name);
    }

    /** A Deployment of TCP servers on 9090 that say their own name to whoever connects, a Service and a headless Service of them. */
    static String tcp(String name, int replicas) {
        return deployment(name, replicas, "exec nc -ll -p 9090 -e hostname", "")
                + """
                ---
                {apiVersion: v1, kind: Service, metadata: {name: %1$s}, spec: {selector: {app: %1$s}, ports: [{name: tcp, port: 9090}]}}
                ---
                {apiVersion: v1, kind: Service, metadata: {name: %1$s-each}, spec: {clusterIP: None, selector: {app: %1$s}, ports: [{name: tcp, port: 9090}]}}
                """.formatted(name);
    }

    /** A Deployment of pods that only call. */
    static String client(String name, int replicas) {
        return deployment(name, replicas, "exec sleep infinity", "");
    }

    private static String deployment(String name, int replicas, String command, String more) {
        return """
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s}
                spec:
                  replicas: %2$d
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec:
                      terminationGracePeriodSeconds: 1
                      containers:
                      - {name: app, image: "k8s.local/busybox:1", imagePullPolicy: Never, command: [sh, -c, "%3$s"],
                         env: [{name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]%4$s}
                """.formatted(name, replicas, command, more.isEmpty() ? "" : ", " + more);
    }
}
