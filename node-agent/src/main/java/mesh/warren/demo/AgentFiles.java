package mesh.warren.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where an agent of the demo, of a test or of a benchmark keeps its things: all below one folder.
 *
 * @param folder made by {@link #create}
 */
public record AgentFiles(Path folder) {

    /** The folder's subfolders, and the settings file with these values. Envoy's user may pass through the folder. */
    public static AgentFiles create(Path folder, String node, Path envoy, int concurrency) throws IOException {
        return create(folder, node, envoy, concurrency, "");
    }

    /** The same with more in the settings file, as YAML. */
    public static AgentFiles create(Path folder, String node, Path envoy, int concurrency, String more) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        AgentFiles files = new AgentFiles(folder);
        Files.createDirectories(files.manifests());
        Files.writeString(files.settings(), """
                node: %s
                domain: demo
                runDir: %s
                stateDir: %s
                manifests: %s
                serviceCidrs: [10.96.0.0/16]
                envoy:
                  path: %s
                  concurrency: %d
                  stopWithAgent: true
                cni:
                  timeout: 20
                """.formatted(node, files.run(), folder.resolve("state"), files.manifests(), envoy, concurrency) + more);
        return files;
    }

    public Path settings() {
        return folder.resolve("agent.yaml");
    }

    public Path manifests() {
        return folder.resolve("manifests");
    }

    public Path run() {
        return folder.resolve("run");
    }

    public Path log() {
        return folder.resolve("agent.log");
    }

    public Path adminSocket() {
        return run().resolve("agent.sock");
    }

    public Path cniSocket() {
        return run().resolve("cni/warren.sock");
    }

    public Path envoy() {
        return run().resolve("envoy");
    }
}
