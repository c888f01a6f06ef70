package mesh.warren.demo.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import mesh.warren.agent.cni.Attachment;
import mesh.warren.agent.cni.CniServer;
import mesh.warren.agent.cni.Deadline;
import mesh.warren.agent.cni.InterfaceAddress;
import mesh.warren.agent.cni.RecordingAttachments;
import mesh.warren.cni.spec.CniException;
import mesh.warren.cni.spec.ErrorCode;
import mesh.warren.model.id.PodName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged plugin in a chain with the real bridge and host-local, in real network namespaces, and a server that only keeps state. */
@Tag("node")
class CniChainTest {

    @TempDir
    Path folder;

    private final RecordingAttachments attachments = new RecordingAttachments();
    private final Teardown teardown = new Teardown();
    private Path socket;
    private Node node;

    @BeforeEach
    void nodeAndAgent() throws IOException {
        socket = folder.resolve("run/cni.sock");
        CniServer server = CniServer.start(socket, attachments, CniServer.Limits.DEFAULT);
        teardown.later("server", server::close);
        node = Node.create(folder.resolve("node"), NodeNetwork.random("warren-test"));
        teardown.later("node", node::close);
    }

    @AfterEach
    void tearDown() throws IOException {
        teardown.close();
        assertFalse(Files.exists(node.netns()), "the node's network namespace is gone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3.1", "0.4.0", "1.0.0"})
    void aPodIsAttachedCheckedAndDetached(String cniVersion) throws IOException {
        CniChain chain = chain(cniVersion);
        Pod pod = Pod.create(node, chain, "shop", "cart-0");
        Attachment attachment = attachments.attached.get(pod.conf().id());
        assertEquals(PodName.parse("shop/cart-0"), attachment.pod().orElseThrow());
        assertEquals(Files.getAttribute(pod.netns(), "unix:ino"), attachment.netns().inode());
        assertEquals(pod.addresses(), attachment.addresses().stream().map(InterfaceAddress::address).toList(), "IPv4 and IPv6");
        if (!cniVersion.equals("0.3.1")) {
            chain.check(pod.conf());
        }
        pod.close();
        assertEquals(Set.of(), attachments.attached.keySet());
        assertFalse(Files.exists(pod.netns()));
        chain.del(pod.conf());
    }

    @Test
    void podsReachEachOtherOverTheNodesBridge() throws IOException {
        CniChain chain = chain("1.0.0");
        try (Pod one = Pod.create(node, chain, "shop", "one"); Pod two = Pod.create(node, chain, "shop", "two")) {
            one.run(List.of("ip", "route", "get", two.address(Inet4Address.class)));
            String route = one.run(List.of("ip", "-6", "route", "get", two.address(Inet6Address.class)));
            assertTrue(route.contains("dev eth0"), route);
            assertEquals(2, new HashSet<>(attachments.attached.values().stream().map(Attachment::netns).toList()).size());
        }
    }

    @Test
    void theAgentsRefusalFailsTheAddVerbatimAndNothingIsLeft() throws IOException {
        Set<Path> before = namespaces();
        teardown.close();
        RecordingAttachments refusing = new RecordingAttachments() {
            @Override
            public void add(Attachment attachment, Deadline deadline) throws CniException {
                throw new CniException(ErrorCode.TRY_AGAIN_LATER, "doors not bound: Envoy is not live");
            }
        };
        nodeAndAgent(refusing);
        CniFailedException failed = assertThrows(CniFailedException.class, () -> Pod.create(node, chain("1.0.0"), "shop", "cart-0"));
        assertEquals("warren", failed.plugin());
        assertEquals(11, failed.code());
        assertTrue(failed.getMessage().contains("doors not bound: Envoy is not live"), failed.getMessage());
        assertEquals(0, failed.getSuppressed().length, "DEL succeeded");
        Set<Path> left = namespaces();
        left.removeAll(before);
        assertEquals(Set.of(node.netns()), left);
    }

    @Test
    void aPodWhoseNamespaceIsGoneIsDetached() throws IOException {
        CniChain chain = chain("1.0.0");
        Pod pod = Pod.create(node, chain, "shop", "cart-0");
        Program.mustRun("ip", "netns", "delete", pod.netns().getFileName().toString());
        pod.close();
        assertEquals(Set.of(), attachments.attached.keySet());
    }

    @Test
    void checkFindsWhatTheAgentForgot() throws IOException {
        CniChain chain = chain("1.0.0");
        try (Pod pod = Pod.create(node, chain, "shop", "cart-0")) {
            attachments.attached.clear();
            assertEquals(102, assertThrows(CniFailedException.class, () -> chain.check(pod.conf())).code());
        }
    }

    @Test
    void gcAndStatusAreServedWithVersion110() throws IOException {
        Pod stays = Pod.create(node, chain("1.0.0"), "shop", "stays");
        teardown.later("pod", stays::close);
        Pod goes = Pod.create(node, chain("1.0.0"), "shop", "goes");
        teardown.later("pod", goes::close);
        CniChain alone = new CniChain(node, Conflist.parse("""
                {"cniVersion": "1.1.0", "name": "n", "plugins": [{"type": "warren", "socket": "%s"}]}""".formatted(socket)), path());
        alone.gc(List.of(stays.conf().id()));
        alone.gc(List.of(stays.conf().id()));
        assertEquals(Set.of(stays.conf().id()), attachments.attached.keySet());
        alone.status();
        assertEquals("{\"cniVersion\":\"1.1.0\",\"supportedVersions\":[\"0.3.1\",\"0.4.0\",\"1.0.0\",\"1.1.0\"]}", alone.version("warren"));
    }

    private void nodeAndAgent(RecordingAttachments other) throws IOException {
        CniServer server = CniServer.start(socket, other, CniServer.Limits.DEFAULT);
        teardown.later("server", server::close);
        node = Node.create(folder.resolve("node"), NodeNetwork.random("warren-test"));
        teardown.later("node", node::close);
    }

    private CniChain chain(String cniVersion) throws IOException {
        return new CniChain(node, Conflist.bridgeAndWarren(node, socket, cniVersion), path());
    }

    private static CniPath path() throws IOException {
        return CniPath.withReferencePlugins(PackagedPlugin.folder());
    }

    /** Only those of this test: others may run beside it. */
    private Set<Path> namespaces() throws IOException {
        try (var files = Files.list(Path.of("/run/netns"))) {
            String prefix = node.network().name();
            return new HashSet<>(files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList());
        }
    }
}
