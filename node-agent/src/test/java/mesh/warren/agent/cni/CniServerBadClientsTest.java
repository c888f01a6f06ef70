package mesh.warren.agent.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import mesh.warren.cni.spec.ErrorCode;
import mesh.warren.cni.wire.Lines;
import mesh.warren.cni.wire.Request;
import mesh.warren.cni.wire.Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that hang, talk nonsense or may not ask; and the socket's file. */
@Tag("process")
class CniServerBadClientsTest {

    @TempDir
    Path folder;

    private final RecordingAttachments attachments = new RecordingAttachments();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "GET / HTTP/1.1                                  | want a value",
        "{}                                              | 'warren' (the protocol) is missing",
        "{\"warren\": 2}                                 | protocol 2, and this side speaks 1: install plugin and agent of one release",
        "{\"warren\": 1, \"verb\": \"ADD\"}              | 'timeoutMillis' is missing",
        "{\"warren\": 1, \"timeoutMillis\": 5, \"verb\": \"FROB\"} | verb 'FROB' is not known",
        "{\"warren\": 1, \"timeoutMillis\": 5, \"verb\": \"GC\"}   | 'valid' is missing",
        "{\"warren\": 1, \"timeoutMillis\": 5, \"verb\": \"DEL\", \"attachment\": {\"containerId\": \"../x\", \"ifname\": \"e\"}} | container id '../x'",
    })
    void nonsenseIsAnsweredWithWhatIsWrong(String line, String wanted) throws Exception {
        try (CniClient client = CniClient.of(folder, attachments)) {
            Response.Refused refused = (Response.Refused) client.call(line);
            assertEquals(ErrorCode.AGENT_PROTOCOL, refused.code());
            assertTrue(refused.message().contains(wanted), refused.message());
            assertEquals(List.of(), attachments.calls);
        }
    }

    @Test
    void aRequestWithoutEndIsCutOff() throws Exception {
        try (CniClient client = CniClient.of(folder, attachments); SocketChannel channel = client.connect()) {
            ByteBuffer endless = ByteBuffer.allocate(1 << 16);
            assertThrows(IOException.class, () -> {
                for (int sent = 0; sent < 4 * Request.MAX_BYTES; sent += endless.capacity()) {
                    channel.write(endless.clear());
                }
            }, "the server stopped reading");
            assertEquals(new Response.Done(), client.call(new Request.Status(1_000)));
        }
    }

    @Test
    void clientsThatSayNothingAreHungUpOnAndHoldNobodyUp() throws Exception {
        List<SocketChannel> silent = new ArrayList<>();
        try (CniClient client = CniClient.of(folder, attachments)) {
            for (int i = 0; i < 2 * CniClient.SMALL.connections(); i++) {
                silent.add(client.connect());
            }
            assertEquals(new Response.Done(), client.call(new Request.Status(1_000)));
            assertEquals(-1, silent.getFirst().read(ByteBuffer.allocate(1)), "hung up");
        } finally {
            for (SocketChannel channel : silent) {
                channel.close();
            }
        }
    }

    @Test
    void aClientThatGoesAwayDoesNotEndItsWork() throws Exception {
        try (CniClient client = CniClient.of(folder, attachments)) {
            try (SocketChannel channel = client.connect()) {
                Lines.write(channel, Request.encode(new Request.Status(1_000)));
            }
            assertEquals(new Response.Done(), client.call(new Request.Status(1_000)));
            Deadline patience = Deadline.in(CniClient.SMALL.request());
            while (attachments.calls.size() < 2 && !patience.passed()) {
                Thread.onSpinWait();
            }
            assertEquals(List.of("status", "status"), attachments.calls);
        }
    }

    @Test
    void onlyTheNamedUsersMayCommand() throws Exception {
        try (CniClient client = CniClient.of(folder, attachments); SocketChannel channel = client.connect()) {
            assertTrue(Peer.rootAndOwnUser().mayCommand(channel));
            assertFalse(new Peer(Set.of()).mayCommand(channel));
        }
    }

    @Test
    void socketAndFolderAreTheOwnersOnly() throws Exception {
        try (CniClient client = CniClient.of(folder, attachments)) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(client.socket())));
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(client.socket().getParent())));
        }
    }

    @Test
    void anOpenFolderIsRefusedAndLeftAsItIs() throws Exception {
        Path open = Files.createDirectory(folder.resolve("run"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        IOException refused = assertThrows(IOException.class, () -> CniClient.of(folder, attachments));
        assertTrue(refused.getMessage().contains("want rwx------"), refused.getMessage());
        assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(open)));
    }

    @Test
    void aStaleSocketIsReplacedAndALiveOneIsNot() throws Exception {
        Path socket = Files.createDirectory(folder.resolve("run"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))).resolve("cni.sock");
        ServerSocketFile.bind(socket).close();
        assertTrue(Files.exists(socket), "left by an agent that died");
        try (CniClient client = CniClient.of(folder, attachments)) {
            IOException refused = assertThrows(IOException.class, () -> CniClient.of(folder, attachments));
            assertTrue(refused.getMessage().contains("another agent listens on " + socket), refused.getMessage());
            assertEquals(new Response.Done(), client.call(new Request.Status(1_000)), "the first still serves");
        }
    }
}
