package mesh.warren.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two tenants with ten pods each, in which everything has the same names. */
@Tag("cluster")
@ExtendWith(RealCluster.class)
class TenantsTest {

    private static final List<String> TENANTS = List.of("blue", "green");

    @BeforeAll
    static void deploy(Cluster cluster) {
        cluster.install();
        for (String tenant : TENANTS) {
            cluster.tenant(tenant);
            Cluster.Said said = cluster.tryKubectl(Apps.web("web", 4) + Apps.tcp("store", 4) + Apps.client("client", 2), "-n", tenant, "apply", "-f", "-");
            assertEquals(0, said.status(), said.out());
        }
        TENANTS.forEach(tenant -> cluster.kubectl("-n", tenant, "wait", "--for=condition=Available", "deployment", "--all", "--timeout=120s"));
    }

    @AfterAll
    static void clean(Cluster cluster) {
        cluster.delete("blue", "green");
    }

    @Test
    void httpReachesEachPodOfTheTenantsOwnServiceAndNoOther(Cluster cluster) {
        for (String tenant : TENANTS) {
            assertEquals(podsOf(cluster, tenant, "web"), answers(cluster, tenant, "wget -qO- http://" + serviceIp(cluster, tenant, "web") + "/", 40));
        }
    }

    @Test
    void theSecondPortOfAServiceIsServedToo(Cluster cluster) {
        assertTrue(podsOf(cluster, "blue", "web").containsAll(
                answers(cluster, "blue", "wget -qO- http://" + serviceIp(cluster, "blue", "web") + ":81/", 4)));
    }

    @Test
    void plainTcpReachesTheTenantsOwnServiceAndEachPodOfAHeadlessOne(Cluster cluster) {
        String tcp = "nc -w 5 %s 9090 </dev/null";
        assertEquals(podsOf(cluster, "green", "store"), answers(cluster, "green", tcp.formatted(serviceIp(cluster, "green", "store")), 40));
        for (String pod : podsOf(cluster, "green", "store")) {
            String address = cluster.kubectl("-n", "green", "get", "pod", pod, "-o", "jsonpath={.status.podIP}");
            assertEquals(new TreeSet<>(List.of(pod)), answers(cluster, "green", tcp.formatted(address), 1));
        }
    }

    @Test
    void aServerSeesItsClientsOwnAddress(Cluster cluster) {
        String client = cluster.kubectl("-n", "blue", "get", "pod", "-l", "app=client", "-o", "jsonpath={.items[0].metadata.name}");
        String address = cluster.kubectl("-n", "blue", "get", "pod", client, "-o", "jsonpath={.status.podIP}");
        String web = podsOf(cluster, "blue", "web").first();
        String webAddress = cluster.kubectl("-n", "blue", "get", "pod", web, "-o", "jsonpath={.status.podIP}");

        cluster.in("blue", client, "timeout", "5", "wget", "-qO-", "http://" + webAddress + ":8080/index.html?whose");
        Cluster.await("the server's log", () -> cluster.kubectl("-n", "blue", "logs", web).lines()
                .anyMatch(line -> line.contains("[::ffff:" + address + "]") && line.contains("index.html")));
    }

    @Test
    void allOfItWentThroughTheDoors(Cluster cluster) {
        String client = cluster.kubectl("-n", "blue", "get", "pod", "-l", "app=client", "-o", "jsonpath={.items[0].metadata.name}");
        String stat = "listener.door.blue/" + client + ".outbound.downstream_cx_total";
        long before = cluster.envoy(stat);
        cluster.in("blue", client, "timeout", "5", "wget", "-qO-", "http://" + serviceIp(cluster, "blue", "web") + "/");
        assertEquals(before + 1, cluster.envoy(stat));
    }

    @Test
    void aJobCompletes(Cluster cluster) {
        cluster.apply("""
                {apiVersion: batch/v1, kind: Job, metadata: {name: once, namespace: blue}, spec: {backoffLimit: 0, template: {spec: {
                  restartPolicy: Never, containers: [{name: app, image: "k8s.local/busybox:1", imagePullPolicy: Never,
                    command: [timeout, "5", wget, "-qO-", "http://%s/"]}]}}}}
                """.formatted(serviceIp(cluster, "blue", "web")));
        cluster.kubectl("-n", "blue", "wait", "--for=condition=Complete", "job/once", "--timeout=60s");
    }

    @Test
    void aRefusedConnectionIsRefusedAndNotAnswered(Cluster cluster) {
        Cluster.Said said = cluster.tryKubectl("", "-n", "blue", "exec", "deployment/client", "--", "sh", "-c",
                "nc -w 3 " + serviceIp(cluster, "blue", "web") + " 99 </dev/null");
        assertEquals("", said.out().replaceAll("(?m)^command terminated.*$|(?m)^nc: .*$", "").strip());
    }

    private static String serviceIp(Cluster cluster, String tenant, String service) {
        return cluster.kubectl("-n", tenant, "get", "service", service, "-o", "jsonpath={.spec.clusterIP}");
    }

    private static TreeSet<String> podsOf(Cluster cluster, String tenant, String app) {
        return new TreeSet<>(Arrays.asList(cluster.kubectl("-n", tenant, "get", "pods", "-l", "app=" + app, "-o", "jsonpath={.items[*].metadata.name}").split(" ")));
    }

    /** Who answered, of so many calls, each of which must succeed. */
    private static TreeSet<String> answers(Cluster cluster, String tenant, String call, int times) {
        String script = "i=0; while [ $i -lt " + times + " ]; do timeout 5 " + call + " || exit 1; i=$((i+1)); done";
        return new TreeSet<>(cluster.in(tenant, "deployment/client", "sh", "-c", script).lines().toList());
    }
}
