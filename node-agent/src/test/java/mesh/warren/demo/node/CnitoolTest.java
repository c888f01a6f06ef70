package mesh.warren.demo.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.warren.agent.cni.Attachment;
import mesh.warren.agent.cni.CniServer;
import mesh.warren.agent.cni.RecordingAttachments;
import mesh.warren.model.id.PodName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A conflist with warren in it, executed by libcni itself, which is what container runtimes are built with. */
@Tag("node")
class CnitoolTest {

    @TempDir
    Path folder;

    private final RecordingAttachments attachments = new RecordingAttachments();
    private final Teardown teardown = new Teardown();
    private Path socket;
    private CniServer server;
    private Node node;
    private NamedNetns pod;
    private CniPath path;

    @BeforeEach
    void nodeAndPod() throws IOException {
        socket = folder.resolve("run/cni.sock");
        server = CniServer.start(socket, attachments, CniServer.Limits.DEFAULT);
        teardown.later("server", server::close);
        node = Node.create(folder.resolve("node"), NodeNetwork.random("warren-cnitool"));
        teardown.later("node", node::close);
        pod = NamedNetns.make(node.network().name() + "-pod", teardown);
    }

    @AfterEach
    void tearDown() throws IOException {
        teardown.close();
    }

    @Test
    void addCheckAndDeleteWithDebiansPlugins() throws IOException {
        path = CniPath.withReferencePlugins(PackagedPlugin.folder());
        write("1.0.0");
        JsonNode result = Conflist.JSON.readTree(ok("add"));
        Attachment attachment = attachments.attached.values().iterator().next();
        assertEquals(PodName.parse("shop/cart-0"), attachment.pod().orElseThrow());
        assertEquals(Files.getAttribute(pod.path(), "unix:ino"), attachment.netns().inode());
        assertEquals(2, result.path("ips").size(), "the bridge's result, passed on");
        assertEquals(attachment.addresses().getFirst().toString(), result.path("ips").get(0).path("address").asString());
        ok("check");
        ok("del");
        ok("del");
        assertEquals(Set.of(), attachments.attached.keySet());
    }

    @Test
    void everyCommandOfVersion110() throws IOException {
        path = new CniPath(List.of(PackagedPlugin.folder(), GoPrograms.currentReferencePlugins()));
        write("1.1.0");
        ok("status");
        ok("add");
        ok("check");
        assertEquals(1, attachments.attached.size());
        Program.Ended gc = cnitool("gc");
        assertNotEquals(0, gc.status(), "cnitool's gc names no list of valid attachments at all");
        assertTrue((gc.stdout() + gc.stderr()).contains("'cni.dev/valid-attachments' is missing"), gc.stdout() + gc.stderr());
        ok("del");
        assertEquals(Set.of(), attachments.attached.keySet());
    }

    @Test
    void libcniShowsTheReasonWhenTheAgentIsAway() throws IOException {
        path = CniPath.withReferencePlugins(PackagedPlugin.folder());
        write("1.0.0");
        server.close();
        Program.Ended add = cnitool("add");
        assertNotEquals(0, add.status());
        assertTrue((add.stdout() + add.stderr()).contains("plugin type=\"warren\" failed (add): no agent at " + socket), add.stdout() + add.stderr());
        ok("del");
    }

    private void write(String cniVersion) throws IOException {
        Path conf = Files.createDirectories(folder.resolve("net.d"));
        Files.writeString(conf.resolve("10-warren.conflist"), Conflist.bridgeAndWarren(node, socket, cniVersion).text());
    }

    private String ok(String command) throws IOException {
        Program.Ended ended = cnitool(command);
        assertEquals(0, ended.status(), command + ": " + ended.stdout() + ended.stderr());
        return ended.stdout();
    }

    /** libcni keeps results below /var/lib: a mount namespace of its own makes that a folder of this test's. */
    private Program.Ended cnitool(String command) throws IOException {
        Path state = Files.createDirectories(folder.resolve("var-lib"));
        List<String> line = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", "mount --bind \"$0\" /var/lib && exec \"$@\"", state.toString()));
        line.addAll(List.of(GoPrograms.cnitool().toString(), command, "warren-demo", pod.path().toString()));
        return new Program(node.inside(line), Map.of("CNI_PATH", path.toString(), "NETCONFPATH", folder.resolve("net.d").toString(),
                "CNI_ARGS", "IgnoreUnknown=1;K8S_POD_NAMESPACE=shop;K8S_POD_NAME=cart-0")).run("");
    }
}
