package mesh.warren.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import mesh.warren.cni.json.JsonException;
import mesh.warren.cni.spec.AttachmentId;
import mesh.warren.cni.spec.Output;
import mesh.warren.cni.wire.Departures;
import mesh.warren.cni.wire.Request;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An agent that is away, hangs, or talks nonsense. */
@Tag("process")
class AgentAwayTest {

    private static final AttachmentId ID = new AttachmentId("c-1", "eth0");

    @TempDir
    Path folder;

    private Path socket;
    private Path netns;

    @BeforeEach
    void paths() throws IOException {
        socket = folder.resolve("cni.sock");
        netns = RuntimeCall.netns(folder);
    }

    @ParameterizedTest
    @CsvSource({"ADD, 11", "CHECK, 11", "GC, 11", "STATUS, 50"})
    void withoutAnAgentCommandsSaySo(String command, int code) throws JsonException {
        assertError(code, "no agent at " + socket, call(command).call());
    }

    @Test
    void aSocketFileOfADeadAgentIsNoAgent() throws IOException, JsonException {
        FakeAgent.hanging(socket).close();
        assertTrue(Files.exists(socket));
        assertError(11, "no agent at " + socket, call("ADD").call());
    }

    @Test
    void allowLetsPodsStartWithoutTheAgent() {
        assertEquals(Output.success(RuntimeCall.PREV_RESULT.replace("1.0.0", "1.1.0")), call("ADD").withKey("\"agentAbsent\": \"allow\"").call());
        assertEquals(Output.NOTHING, call("STATUS").withKey("\"agentAbsent\": \"allow\"").call());
    }

    @Test
    void allowDoesNotOverruleAnAgentThatRefuses() throws IOException, JsonException {
        try (FakeAgent agent = FakeAgent.saying(socket, request -> "{\"warren\":1,\"code\":11,\"message\":\"door not bound\"}")) {
            assertError(11, "door not bound", call("ADD").withKey("\"agentAbsent\": \"allow\"").call());
        }
    }

    @Test
    void deleteWithoutAnAgentSucceedsAndIsNotedForIt() throws IOException {
        Departures departures = departures();
        assertEquals(Output.NOTHING, call("DEL").call());
        assertEquals(Output.NOTHING, call("DEL").call(), "a second time");
        assertEquals(List.of(ID), departures.noted());
    }

    @Test
    void deleteWhereNoAgentEverWasSucceedsAndLeavesNothing() throws IOException {
        assertEquals(Output.NOTHING, call("DEL").call());
        try (var files = Files.list(folder)) {
            assertEquals(List.of(netns), files.toList());
        }
    }

    @Test
    void deleteThatReachesTheAgentLeavesNoNote() throws IOException {
        Departures departures = departures();
        try (FakeAgent agent = FakeAgent.content(socket)) {
            assertEquals(Output.NOTHING, call("DEL").call());
            assertEquals(List.of(), departures.noted());
        }
    }

    @Test
    void deleteThatCannotBeNotedMustBeTriedAgain() throws IOException, JsonException {
        Departures departures = departures();
        Files.createDirectory(departures.folder().resolve(ID.toString()), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        assertError(11, "noting the departure", call("DEL").call());
    }

    @ParameterizedTest
    @CsvSource({"ADD", "DEL", "CHECK", "GC", "STATUS"})
    void anAgentThatHangsIsWaitedForInBoundsAndNamed(String command) throws IOException, JsonException {
        try (FakeAgent agent = FakeAgent.hanging(socket)) {
            long start = System.nanoTime();
            assertError(11, "timed out: could not get an answer from the agent at " + socket, call(command).call());
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(took.compareTo(Duration.ofMillis(900)) > 0 && took.compareTo(Duration.ofSeconds(10)) < 0, took.toString());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "HTTP/1.1 400 Bad Request      | 101 | answered what is no answer: want a value",
        "{}                            | 101 | answered what is no answer: 'warren' (the protocol) is missing",
        "{\"warren\": 2}               | 101 | answered what is no answer: protocol 2, and this side speaks 1",
        "{\"warren\": 1, \"code\": 11} | 101 | answered what is no answer: 'message' is missing",
        "{\"warren\": 1, \"code\": 777, \"message\": \"new\"} | 100 | new",
    })
    void anAgentThatTalksNonsense(String answer, int code, String wanted) throws IOException, JsonException {
        assertAnswer(request -> answer, code, wanted);
    }

    @Test
    void anAnswerWithoutEnd() throws IOException, JsonException {
        assertAnswer(request -> "x".repeat(100_000), 101, "answered what is no a line of more than");
    }

    @Test
    void anAgentThatClosesTheConnection() throws IOException, JsonException {
        assertAnswer(request -> null, 5, "the other side closed the connection");
    }

    private void assertAnswer(Function<Request, String> answer, int code, String wanted) throws IOException, JsonException {
        try (FakeAgent agent = FakeAgent.saying(socket, answer)) {
            assertError(code, wanted, call("ADD").call());
        }
    }

    private static void assertError(int code, String wanted, Output output) throws JsonException {
        String error = RuntimeCall.errorText(output);
        assertTrue(error.startsWith(code + " ") && error.contains(wanted), error);
    }

    private Departures departures() throws IOException {
        Departures departures = Departures.beside(socket);
        Files.createDirectory(departures.folder());
        return departures;
    }

    private RuntimeCall call(String command) {
        return RuntimeCall.calling(command, socket, netns).withVersion("1.1.0")
                .withKey("\"cni.dev/valid-attachments\": [{\"containerID\": \"c-1\", \"ifname\": \"eth0\"}]");
    }
}
