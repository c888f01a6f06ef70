package mesh.warren.agent.envoy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Envoy binary whose version was checked.
 *
 * @param path    of the file
 * @param version such as {@code 1.40.0}
 */
public record EnvoyBinary(Path path, String version) {

    /** Chains as resources (FCDS), the namespace selector by filter state and the certificate selector came with it. */
    public static final String OLDEST = "1.40.0";

    /** Types that doors, shared clusters and identities are made of, as {@code /server_info} lists them. */
    static final List<String> NEEDED_TYPES = List.of(
            "envoy.extensions.filters.listener.set_filter_state.v3.Config",
            "envoy.extensions.filters.listener.original_dst.v3.OriginalDst",
            "envoy.extensions.local_address_selectors.filter_state_override.v3.Config",
            "envoy.extensions.transport_sockets.tls.cert_selectors.on_demand_secret.v3.Config",
            "envoy.extensions.transport_sockets.tls.cert_mappers.filter_state_override.v3.Config",
            "envoy.extensions.matching.common_inputs.network.v3.DestinationPortInput");

    private static final Pattern VERSION = Pattern.compile("version: [0-9a-f]+/(\\d+)\\.(\\d+)\\.(\\d+)[^/]*/");
    private static final long TIMEOUT_SECONDS = 20;

    /**
     * Asks the binary for its version.
     *
     * @throws EnvoyUnusableException when it is absent, does not run, or is older than {@link #OLDEST}
     */
    public static EnvoyBinary check(Path path) throws IOException {
        if (!Files.isExecutable(path)) {
            throw new EnvoyUnusableException("envoy.path " + path + " is not an executable file; set it to an Envoy of "
                    + OLDEST + " or later");
        }
        String output = versionOutput(path);
        Matcher version = VERSION.matcher(output);
        if (!version.find()) {
            throw new EnvoyUnusableException("envoy.path " + path + ": '--version' does not answer as Envoy does: "
                    + output.strip().lines().findFirst().orElse("(nothing)"));
        }
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        String found = major + "." + minor + "." + version.group(3);
        if (major < 1 || major == 1 && minor < 40) {
            throw new EnvoyUnusableException("envoy.path " + path + " is Envoy " + found + "; Warren needs " + OLDEST
                    + " or later (chains as resources, per-connection namespaces and certificates)");
        }
        return new EnvoyBinary(path, found);
    }

    /** @throws EnvoyUnusableException when the running Envoy, built by somebody else perhaps, lacks a type that is needed */
    static void requireTypes(String serverInfo) throws EnvoyUnusableException {
        List<String> missing = NEEDED_TYPES.stream().filter(type -> !serverInfo.contains('"' + type + '"')).toList();
        if (!missing.isEmpty()) {
            throw new EnvoyUnusableException("this Envoy was built without " + String.join(", ", missing)
                    + "; use a complete build, such as the official one");
        }
    }

    private static String versionOutput(Path path) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(path.toString(), "--version").redirectErrorStream(true);
        builder.environment().clear();
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new EnvoyUnusableException("envoy.path " + path + " does not run: " + e.getMessage());
        }
        try {
            process.getOutputStream().close();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new EnvoyUnusableException(
                        "envoy.path " + path + ": '--version' did not end within " + TIMEOUT_SECONDS + " s");
            }
            return new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking " + path + " for its version", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
