package mesh.warren.cli.rewrite;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Placeholder until the next commit. */
record Verification(Path envoy, EnvoyTypes types) {
    boolean run(List<Result> results, boolean json, PrintWriter out) {
        throw new UnsupportedOperationException("--verify");
    }
}
