package mesh.warren.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is done to Warren's own pods while a pod sends one request after the other, each on a new connection. */
@Tag("cluster")
@ExtendWith(RealCluster.class)
class UpgradeTest {

    private static final String TENANT = "traffic";

    @BeforeAll
    static void deploy(Cluster cluster) {
        cluster.install();
        cluster.tenant(TENANT);
        assertEquals(0, cluster.tryKubectl(Apps.web("web", 2) + Apps.client("client", 1), "-n", TENANT, "apply", "-f", "-").status());
        cluster.kubectl("-n", TENANT, "wait", "--for=condition=Available", "deployment", "--all", "--timeout=120s");
    }

    @AfterAll
    static void clean(Cluster cluster) {
        cluster.delete(TENANT);
    }

    @Test
    void noRequestFailsWhileEnvoyIsReplaced(Cluster cluster) {
        String before = pod(cluster, "warren-envoy");
        Traffic traffic = new Traffic(cluster);

        cluster.kubectl("-n", "warren-system", "rollout", "restart", "daemonset/warren-envoy");
        cluster.kubectl("-n", "warren-system", "rollout", "status", "daemonset/warren-envoy", "--timeout=120s");
        Cluster.await("the old one has gone", () -> cluster.kubectl("-n", "warren-system", "get", "pods", "-o", "name").lines()
                .noneMatch(name -> name.endsWith(before)));

        traffic.endsWithoutFailure();
        assertNotEquals(before, pod(cluster, "warren-envoy"));
    }

    @Test
    void noRequestFailsWhileTheAgentIsReplacedAndEnvoyStays(Cluster cluster) {
        String envoy = pod(cluster, "warren-envoy");
        Traffic traffic = new Traffic(cluster);

        cluster.kubectl("-n", "warren-system", "delete", "pod", pod(cluster, "warren-agent"));
        cluster.kubectl("-n", "warren-system", "rollout", "status", "daemonset/warren-agent", "--timeout=120s");

        traffic.endsWithoutFailure();
        assertEquals(envoy, pod(cluster, "warren-envoy"));
        assertEquals("0", cluster.kubectl("-n", "warren-system", "get", "pod", envoy, "-o", "jsonpath={.status.containerStatuses[0].restartCount}"));
    }

    @Test
    void aNewPodStartsWhileNoAgentIsThere(Cluster cluster) {
        cluster.kubectl("-n", "warren-system", "patch", "daemonset", "warren-agent", "-p",
                "{\"spec\": {\"template\": {\"spec\": {\"nodeSelector\": {\"nowhere\": \"true\"}}}}}");
        try {
            Cluster.await("no agent", () -> cluster.kubectl("-n", "warren-system", "get", "pods", "-l", "app.kubernetes.io/name=warren-agent", "-o", "name").isEmpty());
            cluster.apply("{apiVersion: v1, kind: Pod, metadata: {name: lonely, namespace: " + TENANT + "}, spec: {terminationGracePeriodSeconds: 1, "
                    + "containers: [{name: app, image: \"k8s.local/busybox:1\", imagePullPolicy: Never, command: [sleep, infinity]}]}}");
            cluster.kubectl("-n", TENANT, "wait", "--for=condition=Ready", "pod/lonely", "--timeout=60s");
        } finally {
            cluster.install();
        }
        // The agent that comes back lets it join.
        Cluster.await("lonely has joined", () -> cluster.status().lines().anyMatch(line -> line.contains(TENANT + "/lonely") && line.contains("serving")));
    }

    private static String pod(Cluster cluster, String name) {
        return cluster.kubectl("-n", "warren-system", "get", "pods", "-l", "app.kubernetes.io/name=" + name, "-o", "jsonpath={.items[0].metadata.name}");
    }

    /** Requests of one pod, one after the other, until it is told to end. */
    private static final class Traffic {

        private static final String SCRIPT = "rm -f /tmp/stop; n=0; f=0; while [ ! -e /tmp/stop ]; do "
                + "if timeout 5 wget -qO- http://%s/ >/dev/null 2>/tmp/e; then n=$((n+1)); else f=$((f+1)); cat /tmp/e; fi; echo $n > /tmp/n; done; echo sent $n failed $f";

        private final Cluster cluster;
        private final CompletableFuture<String> said;

        Traffic(Cluster cluster) {
            this.cluster = cluster;
            String address = cluster.kubectl("-n", TENANT, "get", "service", "web", "-o", "jsonpath={.spec.clusterIP}");
            cluster.in(TENANT, "deployment/client", "rm", "-f", "/tmp/n");
            this.said = CompletableFuture.supplyAsync(() -> cluster.in(TENANT, "deployment/client", "sh", "-c", SCRIPT.formatted(address)));
            Cluster.await("traffic", () -> cluster.tryKubectl("", "-n", TENANT, "exec", "deployment/client", "--", "test", "-s", "/tmp/n").status() == 0);
        }

        void endsWithoutFailure() {
            cluster.in(TENANT, "deployment/client", "touch", "/tmp/stop");
            String end = said.join();
            System.out.println("traffic: " + end.lines().reduce((one, other) -> other).orElseThrow());
            assertTrue(end.endsWith(" failed 0"), end);
            assertTrue(!end.startsWith("sent 0 "), end);
        }
    }
}
