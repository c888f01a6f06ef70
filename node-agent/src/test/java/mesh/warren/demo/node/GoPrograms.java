package mesh.warren.demo.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** libcni's own tool and current reference plugins, built once from their Go modules into the cache folder. */
final class GoPrograms {

    private static final String CNITOOL = "github.com/containernetworking/cni/cnitool@v1.3.1";
    private static final String BRIDGE = "github.com/containernetworking/plugins/plugins/main/bridge@v1.9.1";
    private static final String HOST_LOCAL = "github.com/containernetworking/plugins/plugins/ipam/host-local@v1.9.1";

    private GoPrograms() {}

    static Path cnitool() throws IOException {
        Path folder = cache().resolve("bin");
        build(folder, "cnitool", CNITOOL);
        return folder.resolve("cnitool");
    }

    /** A folder with {@code bridge} and {@code host-local} that speak CNI 1.1.0, which Debian 12's do not. */
    static Path currentReferencePlugins() throws IOException {
        Path folder = cache().resolve("cni-plugins-1.9.1");
        build(folder, "bridge", BRIDGE);
        build(folder, "host-local", HOST_LOCAL);
        return folder;
    }

    private static Path cache() {
        String configured = System.getenv("XDG_CACHE_HOME");
        return (configured != null ? Path.of(configured) : Path.of(System.getProperty("user.home"), ".cache")).resolve("warren");
    }

    private static void build(Path folder, String name, String module) throws IOException {
        if (Files.isExecutable(folder.resolve(name))) {
            return;
        }
        Program.Ended ended = new Program(List.of(go(), "install", module), Map.of("GOBIN", folder.toString(), "GOFLAGS", "-mod=mod"),
                Duration.ofMinutes(10)).run("");
        if (ended.status() != 0) {
            throw new IOException("cannot build " + module + ": " + ended.stderr());
        }
    }

    private static String go() throws IOException {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/local/go/bin")).map(folder -> Path.of(folder, "go"))
                .filter(Files::isExecutable).findFirst().map(Path::toString)
                .orElseThrow(() -> new IOException("no Go: install it (1.24 or later), as this test builds libcni's cnitool"));
    }
}
