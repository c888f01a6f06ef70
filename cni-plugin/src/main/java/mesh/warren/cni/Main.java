package mesh.warren.cni;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import mesh.warren.cni.json.JsonException;
import mesh.warren.cni.json.JsonObject;
import mesh.warren.cni.spec.CniException;
import mesh.warren.cni.spec.CniVersion;
import mesh.warren.cni.spec.Command;
import mesh.warren.cni.spec.ErrorCode;
import mesh.warren.cni.spec.Invocation;
import mesh.warren.cni.spec.NetworkConfig;
import mesh.warren.cni.spec.Output;

/** The process: environment and standard input in, JSON on standard output and an exit status out. */
public final class Main {

    /** More than any runtime's configuration with its result; GC with ten thousand attachments needs one. */
    private static final int MAX_STDIN_BYTES = 4 << 20;

    private Main() {}

    public static void main(String[] arguments) {
        Output output = run(System.getenv(), System.in, System.nanoTime());
        byte[] bytes = output.text().getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
        System.exit(System.out.checkError() ? 1 : output.exitStatus());
    }

    /** Never throws: whatever goes wrong becomes CNI's JSON. */
    static Output run(Map<String, String> environment, InputStream stdin, long startNanos) {
        String version = CniVersion.LATEST.text();
        try {
            Invocation invocation = Invocation.of(environment);
            JsonObject json = NetworkConfig.decode(read(stdin));
            version = CniVersion.of(json.string("cniVersion").orElse("")).orElse(CniVersion.LATEST).text();
            if (invocation.command() == Command.VERSION) {
                return Output.versions(version);
            }
            return Plugin.of(invocation, NetworkConfig.parse(json, invocation.command()), startNanos).run();
        } catch (CniException failure) {
            return Output.failure(failure, version);
        } catch (JsonException invalid) {
            return Output.failure(new CniException(ErrorCode.INVALID_NETWORK_CONFIG, "network configuration: " + invalid.getMessage()), version);
        } catch (IOException | RuntimeException unforeseen) {
            return Output.failure(new CniException(ErrorCode.IO_FAILURE, "warren: " + unforeseen), version);
        }
    }

    private static byte[] read(InputStream stdin) throws IOException, CniException {
        byte[] bytes = stdin.readNBytes(MAX_STDIN_BYTES + 1);
        if (bytes.length > MAX_STDIN_BYTES) {
            throw new CniException(ErrorCode.DECODING_FAILURE, "network configuration on standard input: more than " + MAX_STDIN_BYTES + " bytes");
        }
        return bytes;
    }
}
