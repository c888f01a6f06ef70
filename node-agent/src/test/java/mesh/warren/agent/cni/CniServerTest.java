package mesh.warren.agent.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import mesh.warren.cni.spec.AttachmentId;
import mesh.warren.cni.spec.CniException;
import mesh.warren.cni.spec.ErrorCode;
import mesh.warren.cni.wire.Request;
import mesh.warren.cni.wire.Response;
import mesh.warren.cni.wire.Sandbox;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server makes of requests that are well formed. */
@Tag("process")
class CniServerTest {

    private static final AttachmentId ID = new AttachmentId("c-1", "eth0");
    private static final Response DONE = new Response.Done();

    @TempDir
    Path folder;

    private final RecordingAttachments attachments = new RecordingAttachments();

    @Test
    void addHandsOverTypedValues() throws Exception {
        try (CniClient client = CniClient.of(folder, attachments)) {
            assertEquals(DONE, client.call(new Request.Add(sandbox("netns"), 1_000)));
            Attachment attachment = attachments.attached.get(ID);
            assertEquals(Optional.of(PodName.parse("shop/cart-0")), attachment.pod());
            assertEquals(new PodUid("u-1"), attachment.uid());
            assertEquals(List.of(InterfaceAddress.parse("10.9.0.5/24"), InterfaceAddress.parse("fd09::5/64")), attachment.addresses());
            assertEquals(Files.getAttribute(attachment.netnsPath(), "unix:ino"), attachment.netns().inode());
        }
    }

    @Test
    void theContainerIdStandsInForAMissingUid() throws Exception {
        try (CniClient client = CniClient.of(folder, attachments)) {
            Sandbox anonymous = new Sandbox(ID, netns("netns"), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
            assertEquals(DONE, client.call(new Request.Add(anonymous, 1_000)));
            assertEquals(new PodUid("c-1"), attachments.attached.get(ID).uid());
        }
    }

    @Test
    void theSameAddTwiceIsOneAttachmentAndAnotherNamespaceIsRefused() throws Exception {
        try (CniClient client = CniClient.of(folder, attachments)) {
            assertEquals(DONE, client.call(new Request.Add(sandbox("netns"), 1_000)));
            assertEquals(DONE, client.call(new Request.Add(sandbox("netns"), 1_000)));
            assertEquals(Set.of(ID), attachments.attached.keySet());
            assertRefused(ErrorCode.INVALID_ENVIRONMENT, "is attached to network namespace", client.call(new Request.Add(sandbox("other"), 1_000)));
        }
    }

    @Test
    void everyVerbReachesTheAgent() throws Exception {
        try (CniClient client = CniClient.of(folder, attachments)) {
            client.call(new Request.Add(sandbox("netns"), 1_000));
            assertEquals(DONE, client.call(new Request.Check(sandbox("netns"), 1_000)));
            assertEquals(DONE, client.call(new Request.Status(1_000)));
            assertEquals(DONE, client.call(new Request.Gc(List.of(ID), 1_000)));
            assertEquals(Set.of(ID), attachments.attached.keySet());
            assertEquals(DONE, client.call(new Request.Gc(List.of(), 1_000)));
            assertRefused(ErrorCode.CHECK_FAILED, "is not attached", client.call(new Request.Check(sandbox("netns"), 1_000)));
            assertEquals(DONE, client.call(new Request.Delete(ID, 1_000)));
            assertEquals(List.of("add " + ID, "check " + ID, "status", "gc", "gc", "check " + ID, "delete " + ID), attachments.calls);
        }
    }

    @Test
    void aNetworkNamespaceThatIsGoneIsNamed() throws Exception {
        try (CniClient client = CniClient.of(folder, attachments)) {
            Sandbox gone = new Sandbox(ID, "/run/netns/gone", Optional.empty(), Optional.empty(), Optional.empty(), List.of());
            assertRefused(ErrorCode.INVALID_ENVIRONMENT, "CNI_NETNS '/run/netns/gone' cannot be read", client.call(new Request.Add(gone, 1_000)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "10.0.0.1/33", "example.org/24", "/", "fd00::1/129"})
    void addressesThatAreNoneAreRefused(String ip) throws Exception {
        try (CniClient client = CniClient.of(folder, attachments)) {
            Sandbox sandbox = new Sandbox(ID, netns("netns"), Optional.empty(), Optional.empty(), Optional.empty(), List.of(ip));
            assertRefused(ErrorCode.INVALID_NETWORK_CONFIG, "prevResult.ips", client.call(new Request.Add(sandbox, 1_000)));
        }
    }

    @Test
    void halfAPodNameIsRefused() throws Exception {
        try (CniClient client = CniClient.of(folder, attachments)) {
            Sandbox half = new Sandbox(ID, netns("netns"), Optional.of("shop"), Optional.empty(), Optional.empty(), List.of());
            assertRefused(ErrorCode.INVALID_ENVIRONMENT, "want both or none", client.call(new Request.Add(half, 1_000)));
        }
    }

    @Test
    void whatTheAgentDidNotForeseeIsAnErrorAndTheServerGoesOn() throws Exception {
        RecordingAttachments broken = new RecordingAttachments() {
            @Override
            public void status(Deadline deadline) {
                throw new IllegalStateException("on fire");
            }
        };
        try (CniClient client = CniClient.of(folder, broken)) {
            assertRefused(ErrorCode.AGENT_FAILED, "on fire", client.call(new Request.Status(1_000)));
            assertEquals(DONE, client.call(new Request.Gc(List.of(), 1_000)));
        }
    }

    @Test
    void workThatDoesNotEndIsInterruptedAndAnsweredInTime() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        RecordingAttachments stuck = new RecordingAttachments() {
            @Override
            public void status(Deadline deadline) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException asked) {
                    interrupted.countDown();
                }
            }
        };
        try (CniClient client = CniClient.of(folder, stuck)) {
            assertRefused(ErrorCode.TRY_AGAIN_LATER, "STATUS: timed out after 200 ms", client.call(new Request.Status(200)));
            assertTrue(interrupted.await(10, java.util.concurrent.TimeUnit.SECONDS));
        }
    }

    @Test
    void closingRemovesTheSocket() throws Exception {
        Path socket;
        try (CniClient client = CniClient.of(folder, attachments)) {
            socket = client.socket();
            assertTrue(Files.exists(socket));
        }
        assertFalse(Files.exists(socket));
    }

    private Sandbox sandbox(String netns) throws IOException {
        return new Sandbox(ID, netns(netns), Optional.of("shop"), Optional.of("cart-0"), Optional.of("u-1"), List.of("10.9.0.5/24", "fd09::5/64"));
    }

    private String netns(String name) throws IOException {
        Path file = folder.resolve(name);
        return (Files.exists(file) ? file : Files.createFile(file)).toString();
    }

    private static void assertRefused(ErrorCode code, String wanted, Response response) throws CniException {
        Response.Refused refused = assertInstanceOf(Response.Refused.class, response);
        assertEquals(code, refused.code(), refused.message());
        assertTrue(refused.message().contains(wanted), refused.message());
    }
}
