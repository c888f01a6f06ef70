package mesh.warren.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import mesh.warren.agent.whole.ControlPlaneProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The admin's custom resources on a real API server, and what a pod's owner reads of them. */
@Tag("cluster")
@ExtendWith(RealCluster.class)
class AdminResourcesTest {

    /** The machine, as the cluster's pods reach it. */
    private static final String MACHINE = "10.89.0.1";

    private static final String ADS = "{\"ads\": {}, \"resource_api_version\": \"V3\"}";

    @TempDir
    static Path folder;

    private static ControlPlaneProcess plane;

    @BeforeAll
    static void begin(Cluster cluster) throws IOException {
        cluster.install();
        plane = ControlPlaneProcess.go(folder, MACHINE);
        plane.serve(Map.of("fed.red", """
                {"version": "1",
                 "clusters": [{"name": "good", "type": "STATIC", "connect_timeout": "1s"},
                   {"name": "bad", "type": "STATIC", "connect_timeout": "1s", "upstream_bind_config": {"source_address": {
                     "address": "0.0.0.0", "port_value": 0, "network_namespace_filepath": "/run/netns/another"}}}],
                 "listeners": [{"name": "tcp", "address": {"socket_address": {"address": "127.0.0.1", "port_value": 10090}},
                   "filter_chains": [{"filters": [{"name": "tcp", "typed_config": {
                     "@type": "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy", "stat_prefix": "t", "cluster": "good"}}]}]}]}"""));
        plane.start();
        cluster.tenant("red");
    }

    @AfterAll
    static void end(Cluster cluster) throws IOException {
        cluster.tryKubectl("", "delete", "controlplanes,tenantpolicies", "--all");
        cluster.delete("red");
        if (plane != null) {
            plane.close();
        }
    }

    @Test
    void whatTheSchemaCanCheckIsRefusedAtTheDoor(Cluster cluster) {
        Cluster.Said plaintext = cluster.tryKubectl("""
                {apiVersion: warren.mesh/v1alpha1, kind: ControlPlane, metadata: {name: odd},
                 spec: {address: "istiod:15010", token: /t, pods: [{namespaces: [red]}]}}
                """, "apply", "-f", "-");
        assertNotEquals(0, plaintext.status());
        assertTrue(plaintext.out().contains("a token would be sent in plaintext: give tls"), plaintext.out());
        Cluster.Said nothing = cluster.tryKubectl("""
                {apiVersion: warren.mesh/v1alpha1, kind: TenantPolicy, metadata: {name: odd}, spec: {namespaces: [red]}}
                """, "apply", "-f", "-");
        assertTrue(nothing.out().contains("says nothing: give limits, sharing or extensions"), nothing.out());
    }

    @Test
    void whatItCannotStandsInTheStatus(Cluster cluster) {
        cluster.apply("""
                {apiVersion: warren.mesh/v1alpha1, kind: ControlPlane, metadata: {name: odd-port},
                 spec: {address: "plane:99999", pods: [{namespaces: [none]}]}}
                """);
        cluster.apply("""
                {apiVersion: warren.mesh/v1alpha1, kind: TenantPolicy, metadata: {name: red},
                 spec: {namespaces: [red], sharing: tenant, limits: {connections: 50}}}
                """);
        Cluster.await("the agent says what it makes of them", () ->
                status(cluster, "controlplane/odd-port", "message").contains("'plane:99999'")
                        && status(cluster, "tenantpolicy/red", "accepted").equals("true"));
        assertEquals("false", status(cluster, "controlplane/odd-port", "accepted"));
    }

    @Test
    void describePodSaysWhichFieldIsRefusedAndWhatToDo(Cluster cluster) {
        cluster.apply("""
                {apiVersion: warren.mesh/v1alpha1, kind: ControlPlane, metadata: {name: test-plane},
                 spec: {address: "%s:%d", protocol: delta, pods: [{namespaces: [red], labels: {app: fed}}]}}
                """.formatted(MACHINE, plane.port()));
        Cluster.await("the agent has the control plane", () -> status(cluster, "controlplane/test-plane", "accepted").equals("true"));
        cluster.apply("""
                {apiVersion: v1, kind: Pod, metadata: {name: fed, namespace: red, labels: {app: fed}}, spec: {terminationGracePeriodSeconds: 1,
                 containers: [{name: app, image: "k8s.local/busybox:1", imagePullPolicy: Never, command: [sleep, infinity]}]}}
                """);
        Cluster.await("the pod's owner is told", () -> cluster.kubectl("-n", "red", "describe", "pod", "fed").contains("ConfigurationRefused"));
        String described = cluster.kubectl("-n", "red", "describe", "pod", "fed");
        assertTrue(described.contains("CLUSTER bad: upstream_bind_config"), described);
        assertTrue(described.contains("/run/netns/another"), described);
        System.out.println(described.substring(described.indexOf("Conditions:")));
    }

    private static String status(Cluster cluster, String resource, String field) {
        return cluster.kubectl("get", resource, "-o", "jsonpath={.status.nodes.n1." + field + "}");
    }
}
