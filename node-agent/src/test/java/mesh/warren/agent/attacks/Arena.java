package mesh.warren.agent.attacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import mesh.warren.agent.domain.ServerAddress;
import mesh.warren.agent.upstream.ScriptedControlPlane;
import mesh.warren.agent.whole.Web;
import mesh.warren.agent.whole.WholeNode;
import mesh.warren.agent.whole.WholePod;
import mesh.warren.demo.node.Teardown;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The node of all attacks. The tenant {@code shop} is the victim's; {@code evil} has limits that are low enough to be met, {@code free} none that an
 * attacker here could meet; {@code hostile} and {@code calm} are fed by control planes that do what a test says.
 */
final class Arena implements AutoCloseable {

    /** The Service of the attackers: answers on 80, never reads on 81, answers without end on 82. */
    static final URI TARGET = URI.create("http://10.96.0.20:80");
    /** Most connections of a pod of {@code evil}. */
    static final int CONNECTIONS = 200;
    /** Most new connections in a second. */
    static final int PER_SECOND = 300;
    /** Longest message of the hostile control plane. */
    static final int MESSAGE_BYTES = 4 << 20;

    /** Gives each class the one arena; it closes after the last class. */
    static final class Open implements BeforeAllCallback {
        @Override
        public void beforeAll(ExtensionContext context) {
            open = context.getRoot().getStore(Namespace.create(Arena.class)).computeIfAbsent("arena", _ -> started(), Arena.class);
        }
    }

    private static Arena open;

    private final Teardown teardown = new Teardown();
    private final Findings findings = new Findings();
    private final ScriptedControlPlane hostile;
    private final ScriptedControlPlane calm;
    private final BadControlPlanes bad;
    private final WholeNode node;
    private final WholePod victim;
    private final WholePod server;
    private final WholePod evil;
    private final WholePod free;
    private final Victim traffic;
    private final long envoy;
    private final long agent;

    private Arena() throws IOException, InterruptedException {
        hostile = ScriptedControlPlane.plain();
        teardown.later("hostile control plane", hostile::close);
        calm = ScriptedControlPlane.plain();
        teardown.later("calm control plane", calm::close);
        bad = BadControlPlanes.start(teardown);
        node = WholeNode.start(4, """
                limits:
                  tenants:
                  - {namespace: evil, connections: %d, connectionsPerSecond: %d}
                  - {namespace: free, connections: 100000, connectionsPerSecond: 100000}
                  - {namespace: hostile, bytes: 1000000, resources: 2000, clusters: 500}
                controlPlanes:
                - {name: hostile, address: "127.0.0.1:%d", protocol: delta, limits: {messageBytes: %d, backOff: 1}}
                - {name: calm, address: "127.0.0.1:%d", protocol: delta}
                - {name: mute, address: "127.0.0.1:%d", protocol: delta}
                - {name: garbage, address: "127.0.0.1:%d", protocol: delta}
                domains:
                - {namespaces: [mute], controlPlane: mute}
                - {namespaces: [garbage], controlPlane: garbage}
                - {namespaces: [hostile], controlPlane: hostile}
                - {namespaces: [calm], controlPlane: calm}
                """.formatted(CONNECTIONS, PER_SECOND, port(hostile), MESSAGE_BYTES, port(calm),
                bad.mute().getLocalPort(), bad.garbage().getLocalPort()));
        teardown.later("node", node::close);
        victim = node.pod("victim");
        server = node.pod("server");
        evil = node.pod("evil", "evil", node.chain(20));
        free = node.pod("free", "free", node.chain(20));
        WholePod target = node.pod("free", "target", node.chain(20));
        BadServers.start(target, teardown);
        node.manifest("target.yaml", BadServers.manifest(target));
        Web.servedBy(node, server);
        traffic = Victim.start(victim);
        teardown.later("victim's traffic", traffic::stop);
        envoy = node.envoy().orElseThrow().pid();
        agent = node.agent().status().pid();
    }

    private static Arena started() {
        try {
            return new Arena();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the node of the attacks does not start", e);
        }
    }

    static Arena open() {
        return open;
    }

    private static int port(ScriptedControlPlane plane) {
        return ((ServerAddress.Tcp) plane.address()).port();
    }

    WholeNode node() {
        return node;
    }

    WholePod victim() {
        return victim;
    }

    WholePod server() {
        return server;
    }

    /** The attacker with limits. */
    WholePod evil() {
        return evil;
    }

    /** The attacker without. */
    WholePod free() {
        return free;
    }

    ScriptedControlPlane hostile() {
        return hostile;
    }

    ScriptedControlPlane calm() {
        return calm;
    }

    /** What an attacker does, and what came of it, in a few words for the table. */
    interface Deed {
        String done() throws Exception;
    }

    /** Attacks while the victim's requests are counted: none may fail, and Envoy and the agent must be the processes that they were. */
    void attack(Attack attack, Deed deed) throws Exception {
        Victim.Window window = traffic.begin();
        String with = deed.done();
        Victim.awaitEnough(window);
        traffic.begin();
        findings.add(attack, with, window);
        assertEquals(List.of(), window.failed(), attack.name());
        assertEquals(envoy, node.envoy().map(ProcessHandle::pid).orElse(0L), "Envoy died: " + attack.name());
        assertTrue(ProcessHandle.of(agent).filter(ProcessHandle::isAlive).isPresent(), "the agent died: " + attack.name());
    }

    @Override
    public void close() throws IOException {
        teardown.close();
    }
}
