package mesh.warren.agent.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The real control planes that tests run: installed or built once, into the cache folder. */
enum ControlPlaneProgram {
    /** github.com/envoyproxy/go-control-plane. */
    GO {
        @Override
        Run at(int port, Path world) throws IOException {
            Path program = cache().resolve("control-planes/go-control-plane");
            Path source = SOURCES.resolve("go");
            if (!Files.isExecutable(program) || newest(source) > Files.getLastModifiedTime(program).toMillis()) {
                mustRun(source, "go", "build", "-o", program.toString(), ".");
            }
            return new Run(List.of(program.toString(), "127.0.0.1:" + port, world.toString()), Map.of(), source);
        }
    },
    /** {@code io.envoyproxy.controlplane}; a Maven module, built before these tests. */
    JAVA {
        @Override
        Run at(int port, Path world) throws IOException {
            Path target = SOURCES.resolve("java/target").toAbsolutePath();
            if (!Files.isDirectory(target.resolve("lib"))) {
                throw new IOException("no " + target + "/lib: mvn package -pl node-agent/src/control-planes/java");
            }
            return new Run(List.of(System.getProperty("java.home") + "/bin/java", "-XX:+UseSerialGC", "-Xmx128m", "-XX:TieredStopAtLevel=1",
                    "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-cp", target.resolve("classes") + ":" + target.resolve("lib") + "/*",
                    "mesh.warren.controlplane.Main", "127.0.0.1:" + port, world.toString()), Map.of(), target);
        }
    },
    /** sovereign, of PyPI. It speaks REST only. */
    SOVEREIGN {
        @Override
        Run at(int port, Path world) throws IOException {
            Path source = SOURCES.resolve("sovereign").toAbsolutePath();
            Path venv = cache().resolve("control-planes/sovereign");
            Path done = venv.resolve("installed.txt");
            String wanted = Files.readString(source.resolve("requirements.txt"));
            if (!Files.exists(done) || !Files.readString(done).equals(wanted)) {
                mustRun(source, "python3", "-m", "venv", venv.toString());
                mustRun(source, venv.resolve("bin/pip").toString(), "install", "-q", "-r", "requirements.txt");
                Files.writeString(done, wanted);
            }
            return new Run(List.of(venv.resolve("bin/python").toString(), "serve.py", "127.0.0.1", Integer.toString(port)),
                    Map.of("WORLD", world.toString(), "PYTHONPATH", source.toString(), "PYTHONDONTWRITEBYTECODE", "1",
                            "SOVEREIGN_CONFIG", "file://sovereign.yaml", "PYTHONWARNINGS", "ignore"), source);
        }
    };

    private static final Path SOURCES = Path.of("src/control-planes");

    /** How it is started. */
    record Run(List<String> command, Map<String, String> environment, Path folder) {}

    /** @param port on 127.0.0.1 */
    abstract Run at(int port, Path world) throws IOException;

    private static Path cache() throws IOException {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path cache = (configured != null ? Path.of(configured) : Path.of(System.getProperty("user.home"), ".cache")).resolve("warren");
        return Files.createDirectories(cache.resolve("control-planes")).getParent();
    }

    private static long newest(Path folder) throws IOException {
        long newest = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                newest = Math.max(newest, Files.getLastModifiedTime(file).toMillis());
            }
        }
        return newest;
    }

    private static void mustRun(Path folder, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).inheritIO();
        builder.environment().merge("PATH", "/usr/local/go/bin", (path, more) -> path + ":" + more);
        try {
            if (builder.start().waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed in " + folder);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
