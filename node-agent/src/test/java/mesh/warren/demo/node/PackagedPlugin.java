package mesh.warren.demo.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The plugin as it is shipped, packaged now if it is not or is older than its classes. */
public final class PackagedPlugin {

    private PackagedPlugin() {}

    /** The folder with the launcher {@code warren} in it. */
    public static Path folder() throws IOException {
        Path module = Path.of("../cni-plugin").toRealPath();
        Program.Ended packaging = new Program(List.of(module.resolve("src/main/package/package.sh").toString()),
                Map.of("JAVA_HOME", System.getProperty("java.home"))).run("");
        Path bin = module.resolve("target/cni/bin");
        if (packaging.status() != 0 || !Files.isExecutable(bin.resolve("warren"))) {
            throw new IOException("the CNI plugin cannot be packaged: " + packaging.stderr());
        }
        return bin;
    }
}
