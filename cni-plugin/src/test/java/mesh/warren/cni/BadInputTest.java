package mesh.warren.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import mesh.warren.cni.json.JsonException;
import mesh.warren.cni.spec.Output;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a runtime or an admin can get wrong: each is refused with the specification's code, and the message names it. No agent is there to be asked. */
@Tag("process")
class BadInputTest {

    @TempDir
    Path folder;

    private RuntimeCall add;

    @BeforeEach
    void goodCall() throws IOException {
        add = RuntimeCall.calling("ADD", folder.resolve("cni.sock"), RuntimeCall.netns(folder));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "CNI_COMMAND     |             | 4 environment variable CNI_COMMAND is missing",
        "CNI_COMMAND     | FROB        | 4 CNI_COMMAND is 'FROB'",
        "CNI_CONTAINERID |             | 4 environment variable CNI_CONTAINERID is missing",
        "CNI_CONTAINERID | ../../etc   | 4 CNI_CONTAINERID or CNI_IFNAME: container id '../../etc'",
        "CNI_IFNAME      |             | 4 environment variable CNI_IFNAME is missing",
        "CNI_IFNAME      | eth/0       | 4 CNI_CONTAINERID or CNI_IFNAME: interface name 'eth/0'",
        "CNI_IFNAME      | sixteen-letters- | 4 CNI_CONTAINERID or CNI_IFNAME: interface name",
        "CNI_NETNS       |             | 4 environment variable CNI_NETNS is missing",
        "CNI_NETNS       | /gone       | 4 CNI_NETNS '/gone' cannot be read: the container is gone",
        "CNI_ARGS        | frob        | 4 CNI_ARGS has 'frob': want KEY=VALUE",
    })
    void badEnvironment(String variable, String value, String wanted) throws JsonException {
        assertRefused(wanted, add.with(variable, value).call());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                 | 6 network configuration on standard input: the text ends too early",
        "nonsense           | 6 network configuration on standard input: want a value",
        "[]                 | 6 network configuration on standard input: want an object, not an array",
        "{}                 | 1 cniVersion '' is not supported",
        "{\"cniVersion\": 1} | 7 network configuration: 'cniVersion' is a number: want a string",
        "{\"cniVersion\": \"0.2.0\"} | 1 cniVersion '0.2.0' is not supported",
        "{\"cniVersion\": \"1.0.0\", \"cniVersion\": \"1.1.0\"} | 6 network configuration on standard input: 'cniVersion' twice",
    })
    void badStandardInput(String stdin, String wanted) throws JsonException {
        assertRefused(wanted, add.call(stdin.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void bytesThatAreNotUtf8() throws JsonException {
        assertRefused("6 network configuration on standard input: not UTF-8", add.call(new byte[] {'{', (byte) 0xff, '}'}));
    }

    @Test
    void moreThanAnyConfigurationIs() throws JsonException {
        assertRefused("6 network configuration on standard input: more than", add.call(new byte[5 << 20]));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"sokcet\": \"/x\"          | 2 network configuration: key 'sokcet' is not known to warren",
        "\"agentAbsent\": \"maybe\"  | 7 network configuration: 'agentAbsent' is 'maybe': want 'fail' or 'allow'",
        "\"agentAbsent\": true       | 7 network configuration: 'agentAbsent' is true: want a string",
        "\"exempt\": [\"warren-\"]   | 7 network configuration: 'exempt' has 'warren-': want TENANT/NAME-PREFIX",
        "\"exempt\": [\"shop/\"]     | 7 network configuration: 'exempt' has 'shop/'",
    })
    void badKeys(String key, String wanted) throws JsonException {
        assertRefused(wanted, add.withKey(key).call());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"timeoutSeconds\": 0    | 'timeoutSeconds' is 0: want a whole number from 1 to 120",
        "\"timeoutSeconds\": 1.5  | 'timeoutSeconds' is 1.5: want a whole number from 1 to 120",
        "\"timeoutSeconds\": 9999 | 'timeoutSeconds' is 9999: want a whole number from 1 to 120",
        "\"socket\": \"cni.sock\" | 'socket' is 'cni.sock': want an absolute path",
    })
    void badValuesOfKeysWithDefaults(String key, String wanted) throws JsonException {
        assertRefused("7 network configuration: " + wanted, new RuntimeCall(add.environment(), "1.0.0", key, RuntimeCall.PREV_RESULT).call());
    }

    @Test
    void keysOfTheSpecificationAreNotUnknown() throws JsonException {
        RuntimeCall full = add.withKey("\"capabilities\": {}, \"runtimeConfig\": {}, \"args\": {}, \"dns\": {}, \"cni.dev/attachments\": []");
        assertRefused("11 no agent at", full.call());
    }

    @Test
    void addMustBeChained() throws JsonException {
        assertRefused("7 prevResult is missing: warren must come after a plugin that makes the interface", add.withPrevResult(null).call());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"cniVersion\": \"0.4.0\"} | 1 prevResult.cniVersion is '0.4.0' and cniVersion is '1.0.0'",
        "{}                          | 1 prevResult.cniVersion is ''",
        "[]                          | 7 network configuration: 'prevResult' is an array: want an object",
        "{\"cniVersion\": \"1.0.0\", \"ips\": [{}]} | 7 network configuration: 'address' is missing",
        "{\"cniVersion\": \"1.0.0\", \"ips\": [{\"address\": \"10.0.0.1/8\", \"interface\": 3}]} | 7 network configuration: 'prevResult.ips' has interface 3",
    })
    void badPreviousResult(String prevResult, String wanted) throws JsonException {
        assertRefused(wanted, add.withPrevResult(prevResult).call());
    }

    @ParameterizedTest
    @CsvSource({"CHECK, 0.3.1, 0.4.0", "GC, 1.0.0, 1.1.0", "STATUS, 1.0.0, 1.1.0"})
    void commandsThatTheVersionDoesNotHave(String command, String version, String since) throws JsonException {
        assertRefused("1 cniVersion " + version + " has no " + command + ": it came with " + since,
                add.with("CNI_COMMAND", command).withVersion(version).call());
    }

    @Test
    void gcWithoutAListWouldRemoveAll() throws JsonException {
        RuntimeCall gc = add.with("CNI_COMMAND", "GC").withVersion("1.1.0").withPrevResult(null);
        assertRefused("7 network configuration: 'cni.dev/valid-attachments' is missing", gc.call());
        assertRefused("7 network configuration: container id '/'",
                gc.withKey("\"cni.dev/valid-attachments\": [{\"containerID\": \"/\", \"ifname\": \"eth0\"}]").call());
    }

    @Test
    void anErrorIsInTheVersionOfTheInput() throws JsonException {
        assertEquals("0.4.0", RuntimeCall.error(add.withVersion("0.4.0").withKey("\"frob\": 1").call()).requiredString("cniVersion"));
    }

    private static void assertRefused(String wanted, Output output) throws JsonException {
        String message = RuntimeCall.errorText(output);
        assertTrue(message.startsWith(wanted), message);
    }
}
