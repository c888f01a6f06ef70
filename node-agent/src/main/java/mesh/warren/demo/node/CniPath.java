package mesh.warren.demo.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where plugins are looked for ({@code CNI_PATH}), first match first.
 *
 * @param folders absolute
 */
public record CniPath(List<Path> folders) {

    /** Where Debian's package and everybody else's put the reference plugins. */
    private static final List<Path> USUAL = List.of(Path.of("/usr/lib/cni"), Path.of("/opt/cni/bin"));

    public CniPath {
        folders = folders.stream().map(Path::toAbsolutePath).toList();
    }

    /** These folders, and behind them the reference plugins of this machine. */
    public static CniPath withReferencePlugins(Path... first) throws IOException {
        Path reference = USUAL.stream().filter(folder -> Files.isExecutable(folder.resolve("bridge"))).findFirst().orElseThrow(
                () -> new IOException("no CNI reference plugins in any of " + USUAL + ": install them (Debian: apt-get install containernetworking-plugins)"));
        return new CniPath(Stream.concat(Stream.of(first), Stream.of(reference)).toList());
    }

    /** The executable of a plugin's {@code type}. */
    Path find(String type) throws IOException {
        for (Path folder : folders) {
            if (Files.isExecutable(folder.resolve(type))) {
                return folder.resolve(type);
            }
        }
        throw new IOException("failed to find plugin \"" + type + "\" in path " + folders);
    }

    /** As in the environment. */
    @Override
    public String toString() {
        return folders.stream().map(Path::toString).collect(Collectors.joining(":"));
    }
}
