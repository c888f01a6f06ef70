package mesh.warren.cli.rewrite;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceType;

/**
 * {@code envoy --mode validate} on a bootstrap that holds clusters and listeners as static resources. Other types cannot stand in a
 * bootstrap: only serving them shows what Envoy says to them.
 */
final class StaticCheck {

    private static final int STATIC_RESOURCES = 2;
    private static final int LISTENERS = 1;
    private static final int CLUSTERS = 2;
    private static final int SECONDS = 60;

    private final Path envoy;
    private final EnvoyTypes types;

    StaticCheck(Path envoy, EnvoyTypes types) {
        this.envoy = envoy;
        this.types = types;
    }

    /**
     * What Envoy said.
     *
     * @param resources how many clusters and listeners it was given
     * @param valid     whether it took them all; it stops at the first that it does not
     * @param log       its warnings and worse, and its last word when it refuses
     */
    record Said(int resources, boolean valid, List<String> log) {}

    Said of(List<PhysicalResource> resources) throws IOException, InterruptedException {
        List<PhysicalResource> fit = resources.stream().filter(StaticCheck::fits).toList();
        Path folder = Files.createTempDirectory("warren-validate-");
        Path bootstrap = folder.resolve("bootstrap.pb");
        Path log = folder.resolve("log");
        try {
            Files.write(bootstrap, bootstrap(fit));
            ProcessBuilder builder = new ProcessBuilder(envoy.toAbsolutePath().toString(), "--mode", "validate", "-c", bootstrap.toString(),
                    "--disable-hot-restart", "--concurrency", "1", "--log-level", "warning", "--log-format", "%l %v")
                    .redirectErrorStream(true).redirectOutput(log.toFile()).directory(folder.toFile());
            builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
            Process process = builder.start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                return new Said(fit.size(), false, List.of("no answer in " + SECONDS + " s"));
            }
            return new Said(fit.size(), process.exitValue() == 0, EnvoyRun.lines(log));
        } finally {
            Files.deleteIfExists(bootstrap);
            Files.deleteIfExists(log);
            Files.delete(folder);
        }
    }

    private static boolean fits(PhysicalResource resource) {
        return resource.key().type() == ResourceType.CLUSTER || resource.key().type() == ResourceType.LISTENER;
    }

    private byte[] bootstrap(List<PhysicalResource> resources) throws IOException {
        DynamicMessage.Builder all = DynamicMessage.newBuilder(types.message("envoy.config.bootstrap.v3.Bootstrap").orElseThrow());
        TypeRegistry registry = types.registry(List.of());
        JsonFormat.parser().usingTypeRegistry(registry).merge(EnvoyRun.bootstrap(Path.of("/nobody")), all);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeBytes(STATIC_RESOURCES, staticResources(resources));
        out.flush();
        return all.mergeFrom(bytes.toByteArray()).build().toByteArray();
    }

    private static ByteString staticResources(List<PhysicalResource> resources) throws IOException {
        ByteString.Output bytes = ByteString.newOutput();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        for (PhysicalResource resource : resources) {
            out.writeBytes(resource.key().type() == ResourceType.LISTENER ? LISTENERS : CLUSTERS, resource.content());
        }
        out.flush();
        return bytes.toByteString();
    }
}
