package mesh.warren.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import mesh.warren.cli.cluster.CheckCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;

/** The node before, during and after Warren. */
@Tag("cluster")
@ExtendWith(RealCluster.class)
class InstallTest {

    private static final String CONFLIST = "/etc/cni/net.d/10-bridge.conflist";

    private final Cluster cluster;

    InstallTest(Cluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void begin() {
        cluster.uninstall();
    }

    @Test
    void fromAnEmptyClusterToTheFirstRoutedPod() {
        long begin = System.nanoTime();
        cluster.install();
        long installed = System.nanoTime();
        cluster.tenant("first");
        assertEquals(0, cluster.tryKubectl(Apps.web("web", 1) + Apps.client("client", 1), "-n", "first", "apply", "-f", "-").status());
        cluster.kubectl("-n", "first", "wait", "--for=condition=Available", "deployment", "--all", "--timeout=120s");
        String address = cluster.kubectl("-n", "first", "get", "service", "web", "-o", "jsonpath={.spec.clusterIP}");
        cluster.in("first", "deployment/client", "timeout", "5", "wget", "-qO-", "http://" + address + "/");
        System.out.printf("installed in %.1f s, first request routed after %.1f s%n", seconds(begin, installed), seconds(begin, System.nanoTime()));
        assertTrue(cluster.status().contains("first/client"), cluster::status);
        cluster.delete("first");
    }

    @Test
    void uninstallingLeavesTheNodeAsItWasAndItsPodsRunning() {
        String files = configuration();
        cluster.install();
        assertTrue(configuration().contains("\"type\": \"warren\""));
        cluster.tenant("leaving");
        assertEquals(0, cluster.tryKubectl(Apps.web("web", 1) + Apps.client("client", 1), "-n", "leaving", "apply", "-f", "-").status());
        cluster.kubectl("-n", "leaving", "wait", "--for=condition=Available", "deployment", "--all", "--timeout=120s");
        String address = cluster.kubectl("-n", "leaving", "get", "service", "web", "-o", "jsonpath={.spec.clusterIP}");

        cluster.uninstall();

        assertEquals(files, configuration());
        assertEquals("", cluster.node("sh", "-c", "ls -A /run/warren/netns /var/lib/warren 2>/dev/null | grep -v ':$' | grep .").out());
        assertFalse(cluster.kubectl("get", "clusterroles,clusterrolebindings,namespaces", "-o", "name").contains("warren"));
        cluster.in("leaving", "deployment/client", "timeout", "5", "wget", "-qO-", "http://" + address + "/");
        cluster.kubectl("-n", "leaving", "scale", "deployment/client", "--replicas=2");
        cluster.kubectl("-n", "leaving", "wait", "--for=condition=Available", "deployment", "--all", "--timeout=120s");
        cluster.delete("leaving");
    }

    @Test
    void aConflistOverwrittenByAnotherHandHasThePluginAgain() {
        String before = cluster.node("cat", CONFLIST).out();
        cluster.install();
        long begin = System.nanoTime();
        assertEquals(0, cluster.node("sh", "-c", "printf '%s' '" + before + "' > " + CONFLIST).status());
        Cluster.await("the plugin is back", () -> cluster.node("cat", CONFLIST).out().contains("\"type\": \"warren\""));
        System.out.printf("conflist repaired after %.1f s%n", seconds(begin, System.nanoTime()));
        assertTrue(seconds(begin, System.nanoTime()) < Duration.ofSeconds(10).toSeconds(), "a rewrite is seen, not polled for");
    }

    @Test
    void aPodThatWasThereBeforeJoinsAndLeavesWithoutARestart() {
        cluster.apply("{apiVersion: v1, kind: Namespace, metadata: {name: before}}");
        Cluster.await("service account", () -> cluster.tryKubectl("", "-n", "before", "get", "serviceaccount", "default").status() == 0);
        assertEquals(0, cluster.tryKubectl(Apps.web("web", 1) + Apps.client("client", 1), "-n", "before", "apply", "-f", "-").status());
        cluster.kubectl("-n", "before", "wait", "--for=condition=Available", "deployment", "--all", "--timeout=120s");
        cluster.install();
        assertFalse(cluster.status().contains("before/client"));

        cluster.kubectl("label", "namespace", "before", "warren.mesh/join=true");
        Cluster.await("both have joined", () -> cluster.status().lines()
                .filter(line -> line.contains("before/") && line.contains("serving") && line.contains("intact")).count() == 2);
        String address = cluster.kubectl("-n", "before", "get", "service", "web", "-o", "jsonpath={.spec.clusterIP}");
        cluster.in("before", "deployment/client", "timeout", "5", "wget", "-qO-", "http://" + address + "/");

        cluster.kubectl("label", "namespace", "before", "warren.mesh/join-");
        String client = cluster.kubectl("-n", "before", "get", "pod", "-l", "app=client", "-o", "jsonpath={.items[0].metadata.name}");
        String stat = "listener.door.before/" + client + ".outbound.downstream_cx_total";
        Cluster.await("it is not routed any more", () -> {
            long before = cluster.envoy(stat);
            cluster.in("before", "deployment/client", "timeout", "5", "wget", "-qO-", "http://" + address + "/");
            return cluster.envoy(stat) == before;
        });
        assertEquals("0", cluster.kubectl("-n", "before", "get", "pod", client, "-o", "jsonpath={.status.containerStatuses[0].restartCount}"));
        cluster.delete("before");
    }

    @Test
    void checkSaysThatAllIsWellAndWhatIsNot() {
        assertEquals(3, new CommandLine(new CheckCommand()).execute("--kubeconfig", cluster.kubeconfig()));
        cluster.install();
        assertEquals(0, new CommandLine(new CheckCommand()).execute("--kubeconfig", cluster.kubeconfig()));
    }

    /** What the runtime's folders hold: names, modes, and the configuration's bytes. */
    private String configuration() {
        return cluster.node("sh", "-c", "ls -lA --time-style=+ /etc/cni/net.d /opt/cni/bin; cat /etc/cni/net.d/*").out();
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }
}
