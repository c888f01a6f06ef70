package mesh.warren.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import mesh.warren.cni.json.JsonException;
import mesh.warren.cni.spec.AttachmentId;
import mesh.warren.cni.spec.ErrorCode;
import mesh.warren.cni.spec.Output;
import mesh.warren.cni.wire.Request;
import mesh.warren.cni.wire.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each command with an agent that is there. */
@Tag("process")
class CommandsTest {

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
    @ValueSource(strings = {"0.3.1", "0.4.0", "1.0.0", "1.1.0"})
    void addPassesThePreviousResultOnByteForByte(String version) throws IOException {
        try (FakeAgent agent = FakeAgent.content(socket)) {
            RuntimeCall add = call("ADD").withVersion(version);
            assertEquals(Output.success(add.prevResult()), add.call());
            assertEquals(1, agent.requests().size());
        }
    }

    @Test
    void addTellsTheAgentWhoAndWhere() throws IOException {
        try (FakeAgent agent = FakeAgent.content(socket)) {
            call("ADD").call();
            Request.Add add = (Request.Add) agent.requests().getFirst();
            assertEquals(new AttachmentId("c-1", "eth0"), add.sandbox().id());
            assertEquals(netns.toString(), add.sandbox().netns());
            assertEquals(Optional.of("shop"), add.sandbox().tenant());
            assertEquals(Optional.of("cart-0"), add.sandbox().podName());
            assertEquals(Optional.of("u-1"), add.sandbox().podUid());
            assertEquals(List.of("10.9.0.5/24", "fd09::5/64"), add.sandbox().ips(), "only those inside the container");
            assertTrue(add.timeoutMillis() > 0 && add.timeoutMillis() < 1_000, "less than the plugin itself waits: " + add.timeoutMillis());
        }
    }

    @Test
    void addWithoutPodNamesIsForwardedWithoutThem() throws IOException {
        try (FakeAgent agent = FakeAgent.content(socket)) {
            assertEquals(0, call("ADD").with("CNI_ARGS", null).call().exitStatus());
            assertEquals(Optional.empty(), ((Request.Add) agent.requests().getFirst()).sandbox().podName());
        }
    }

    @Test
    void deleteCheckGcAndStatusAnswerWithNothing() throws IOException {
        try (FakeAgent agent = FakeAgent.content(socket)) {
            assertEquals(Output.NOTHING, call("DEL").call());
            assertEquals(Output.NOTHING, call("DEL").call(), "a second time");
            assertEquals(Output.NOTHING, call("CHECK").call());
            assertEquals(Output.NOTHING, gc("[{\"containerID\": \"c-1\", \"ifname\": \"eth0\"}]").call());
            assertEquals(Output.NOTHING, call("STATUS").withVersion("1.1.0").withPrevResult(null).call());
            assertEquals(List.of(new AttachmentId("c-1", "eth0")), ((Request.Gc) agent.requests().get(3)).valid());
            assertEquals(5, agent.requests().size());
            gc("null").call();
            assertEquals(List.of(), ((Request.Gc) agent.requests().get(5)).valid(), "a list that libcni never filled");
        }
    }

    @Test
    void deleteNeedsNeitherNetworkNamespaceNorPreviousResult() throws IOException {
        try (FakeAgent agent = FakeAgent.content(socket)) {
            assertEquals(Output.NOTHING, call("DEL").with("CNI_NETNS", null).withPrevResult(null).call());
            assertEquals(Output.NOTHING, call("DEL").with("CNI_NETNS", "/run/netns/gone").call());
            assertEquals(Output.NOTHING, call("DEL").with("CNI_NETNS", "/proc/self/stat/ns/net").call(), "not even a folder");
            assertEquals(3, agent.requests().size());
        }
    }

    @Test
    void theAgentsRefusalReachesTheRuntimeAsItIs() throws IOException, JsonException {
        Response refusal = new Response.Refused(ErrorCode.NOT_AVAILABLE_LIMITED_CONNECTIVITY, "Envoy is down\nsince \"noon\"", "exit status 139");
        try (FakeAgent agent = FakeAgent.saying(socket, request -> Response.encode(refusal))) {
            Output output = call("STATUS").withVersion("1.1.0").call();
            assertEquals("51 Envoy is down\nsince \"noon\"", RuntimeCall.errorText(output));
            assertEquals("exit status 139", RuntimeCall.error(output).requiredString("details"));
            assertEquals("1.1.0", RuntimeCall.error(output).requiredString("cniVersion"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3.1", "1.1.0"})
    void versionListsWhatIsSupportedInTheVersionAsked(String version) {
        assertEquals(Output.success("{\"cniVersion\":\"" + version + "\",\"supportedVersions\":[\"0.3.1\",\"0.4.0\",\"1.0.0\",\"1.1.0\"]}"),
                call("VERSION").withVersion(version).call());
    }

    @Test
    void exemptPodsAndTheHostsOwnNetworkAreLeftAlone() throws IOException {
        try (FakeAgent agent = FakeAgent.content(socket)) {
            RuntimeCall exempt = call("ADD").withKey("\"exempt\": [\"shop/cart-\"]");
            assertEquals(Output.success(RuntimeCall.PREV_RESULT), exempt.call());
            assertEquals(Output.NOTHING, exempt.with("CNI_COMMAND", "DEL").call());
            assertEquals(Output.NOTHING, exempt.with("CNI_COMMAND", "CHECK").call());
            assertEquals(Output.success(RuntimeCall.PREV_RESULT), call("ADD").with("CNI_NETNS", "/proc/self/ns/net").call());
            assertEquals(List.of(), agent.requests());
            call("ADD").withKey("\"exempt\": [\"shop/other-\", \"warren-system/cart-\"]").call();
            assertEquals(1, agent.requests().size(), "another pod's prefix, another tenant's prefix");
        }
    }

    private RuntimeCall gc(String valid) {
        return call("GC").withVersion("1.1.0").withPrevResult(null).withKey("\"cni.dev/valid-attachments\": " + valid);
    }

    private RuntimeCall call(String command) {
        return RuntimeCall.calling(command, socket, netns);
    }
}
