package mesh.warren.cni;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import mesh.warren.cni.json.JsonException;
import mesh.warren.cni.json.JsonObject;
import mesh.warren.cni.json.JsonReader;
import mesh.warren.cni.spec.Output;

/** Calls the plugin in process, as a container runtime would. Each {@code with} is a change of one thing. */
record RuntimeCall(Map<String, String> environment, String version, String keys, String prevResult) {

    /** Addresses inside (interface 1) and outside (0) of the container, odd white space, and members that nobody knows. */
    static final String PREV_RESULT = """
            {"cniVersion": "1.0.0",  "interfaces": [{"name": "br0"}, {"name": "eth0", "sandbox": "/run/netns/x", "mtu": 1.50e3}],
             "ips": [{"interface": 1, "address": "10.9.0.5/24"}, {"interface": 0, "address": "10.9.0.1/24"},
                     {"interface": 1, "address": "fd09::5/64"}],
             "io.example/extra": {"caf\\u00e9": [true, null, "ü"]}, "dns": {}}""";

    static RuntimeCall calling(String command, Path socket, Path netns) {
        Map<String, String> environment = new HashMap<>(Map.of("CNI_COMMAND", command, "CNI_CONTAINERID", "c-1", "CNI_IFNAME", "eth0",
                "CNI_NETNS", netns.toString(), "CNI_PATH", "/opt/cni/bin",
                "CNI_ARGS", "IgnoreUnknown=1;K8S_POD_NAMESPACE=shop;K8S_POD_NAME=cart-0;K8S_POD_UID=u-1"));
        return new RuntimeCall(environment, "1.0.0", "\"socket\": \"" + socket + "\", \"timeoutSeconds\": 1", PREV_RESULT);
    }

    RuntimeCall with(String variable, String value) {
        Map<String, String> changed = new HashMap<>(environment);
        if (value == null) {
            changed.remove(variable);
        } else {
            changed.put(variable, value);
        }
        return new RuntimeCall(changed, version, keys, prevResult);
    }

    RuntimeCall withKey(String json) {
        return new RuntimeCall(environment, version, keys + ", " + json, prevResult);
    }

    RuntimeCall withVersion(String changed) {
        return new RuntimeCall(environment, changed, keys, prevResult == null ? null : prevResult.replace("1.0.0", changed));
    }

    RuntimeCall withPrevResult(String changed) {
        return new RuntimeCall(environment, version, keys, changed);
    }

    String stdin() {
        String previous = prevResult == null ? "" : ", \"prevResult\": " + prevResult;
        return "{\"cniVersion\": \"" + version + "\", \"name\": \"net\", \"type\": \"warren\", " + keys + previous + "}";
    }

    Output call() {
        return call(stdin().getBytes(StandardCharsets.UTF_8));
    }

    Output call(byte[] stdin) {
        return Main.run(environment, new ByteArrayInputStream(stdin), System.nanoTime());
    }

    /** The error's JSON; fails when there is none. */
    static JsonObject error(Output output) throws JsonException {
        if (output.exitStatus() != 1) {
            throw new AssertionError("exit status " + output.exitStatus() + ", and an error was expected; standard output: " + output.text());
        }
        return JsonReader.readObject(output.text());
    }

    /** "CODE message" of the error. */
    static String errorText(Output output) throws JsonException {
        JsonObject error = error(output);
        return error.integer("code", 1, 999).orElseThrow() + " " + error.requiredString("msg");
    }

    /** A file that stands for a network namespace: the plugin only looks at it. */
    static Path netns(Path folder) throws IOException {
        return Files.write(folder.resolve("netns"), new byte[0]);
    }
}
