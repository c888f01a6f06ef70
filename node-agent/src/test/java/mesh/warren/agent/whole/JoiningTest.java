package mesh.warren.agent.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import mesh.warren.agent.capture.Capture;
import mesh.warren.cni.spec.AttachmentId;
import mesh.warren.demo.node.CniFailedException;
import mesh.warren.demo.node.Pod;
import mesh.warren.demo.node.RuntimeConf;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a runtime may ask of the plugin, answered by the whole agent. */
@Tag("node")
class JoiningTest {

    private static WholeNode node;
    private static WholePod client;
    private static WholePod server;

    @BeforeAll
    static void start() throws IOException {
        node = WholeNode.start();
        client = node.pod("client");
        server = node.pod("server");
        Web.servedBy(node, server);
    }

    @AfterAll
    static void stop() throws IOException {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void theSameAddTwiceChangesNothing() throws IOException {
        List<String> kept = node.kept();
        long sent = node.admin().counter("listener_manager.lds.update_success");
        node.warrenBehind(client, 20).add(client.pod().conf());
        assertEquals(kept, node.kept());
        assertEquals(sent, node.admin().counter("listener_manager.lds.update_success"));
        assertServed(client);
    }

    @Test
    void aSecondPodOnTheSameNamespaceIsRefusedAndTheFirstGoesOn() throws IOException {
        List<String> kept = node.kept();
        RuntimeConf thief = conf(client.netns(), "thief");
        CniFailedException refused = assertThrows(CniFailedException.class, () -> node.warrenBehind(client, 20).add(thief));
        node.warrenAlone().del(thief);
        assertEquals(4, refused.code());
        assertTrue(refused.getMessage().contains("shop/thief") && refused.getMessage().contains("is that of pod shop/client"), refused.getMessage());
        assertEquals(kept, node.kept());
        node.warrenBehind(client, 20).check(client.pod().conf());
        assertServed(client);
    }

    @Test
    void anAnnotationThatCannotBeReadIsNamed() throws IOException {
        node.annotated("bad", "warren.mesh/exclude-outbound-ports", "80,many");
        List<String> kept = node.kept();
        CniFailedException refused = assertThrows(CniFailedException.class, () -> Pod.create(node.node(), node.chain(20), "shop", "bad"));
        assertEquals(7, refused.code());
        assertTrue(refused.getMessage().contains("shop/bad") && refused.getMessage().contains("warren.mesh/exclude-outbound-ports"),
                refused.getMessage());
        assertEquals(kept, node.kept());
    }

    @Test
    void deleteIsForEveryStateOfThePod() throws IOException {
        List<String> kept = node.kept();
        WholePod pod = node.pod("leaver");
        node.chain(20).del(pod.pod().conf());
        assertFalse(pod.captured());
        node.chain(20).del(pod.pod().conf());
        pod.close();

        WholePod gone = node.pod("gone");
        gone.application().close();
        WholeNode.run("ip", "netns", "delete", gone.netns().getFileName().toString());
        node.chain(20).del(gone.pod().conf());
        WholeNode.await("nothing is kept of them", () -> node.kept().equals(kept));
    }

    @Test
    void checkFindsFlushedRules() throws IOException {
        WholePod pod = node.pod("flushed");
        node.chain(20).check(pod.pod().conf());
        new Capture().remove(pod.netns());
        CniFailedException found = assertThrows(CniFailedException.class, () -> node.chain(20).check(pod.pod().conf()));
        assertTrue(found.getMessage().contains("its capture rules are gone"), found.getMessage());
        WholeNode.await("the agent puts them back by itself", pod::captured);
        node.chain(20).check(pod.pod().conf());
        assertServed(pod);
        pod.close();
    }

    @Test
    void networkNamespacesThatAreNoPodsAreRefused() throws IOException {
        for (Path netns : List.of(Path.of("/proc/" + node.agent().pid() + "/ns/net"), node.files().run().resolve("netns/void"))) {
            CniFailedException refused = assertThrows(CniFailedException.class, () -> node.warrenBehind(client, 20).add(conf(netns, "nobody")));
            assertEquals(4, refused.code());
            assertTrue(refused.getMessage().contains("the node's own network namespace or the void"), refused.getMessage());
        }
        node.warrenBehind(client, 20).add(conf(node.node().netns(), "hostnetwork"));
        assertFalse(Capture.tables(node.node().netns()).contains("inet warren"), "the plugin's own namespace is left alone");
    }

    @Test
    void gcRemovesWhatIsNotListed() throws IOException {
        List<String> kept = node.kept();
        WholePod unlisted = node.pod("unlisted");
        List<AttachmentId> listed = List.of(client.pod().conf().id(), server.pod().conf().id());
        node.warrenAlone().gc(listed);
        assertFalse(unlisted.captured());
        node.warrenAlone().gc(listed);
        WholeNode.await("nothing is kept of it", () -> node.kept().equals(kept));
        assertServed(client);
        unlisted.close();
    }

    private static RuntimeConf conf(Path netns, String name) {
        String uid = UUID.randomUUID().toString();
        return RuntimeConf.kubernetes(new AttachmentId(uid.replace("-", ""), "eth0"), netns, "shop", name, uid);
    }

    private static void assertServed(WholePod pod) throws IOException {
        assertEquals("pod=server peer=" + pod.ipv4(), pod.call(Web.HTTP));
        assertEquals("pod=server peer=" + pod.ipv4(), pod.call(Web.LINE));
    }
}
