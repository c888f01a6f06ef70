package mesh.warren.cni.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The runtime's configuration folder, read as containerd and CRI-O do: of the files that end in .conf, .conflist or .json the first
 * by name is the one in use.
 *
 * @param path of the folder
 */
record ConfFolder(Path path) {

    private static final List<String> ENDINGS = List.of(".conf", ".conflist", ".json");

    /** The file in use; empty when no network plugin has written one yet. */
    Optional<Path> inUse() throws IOException {
        return all().stream().findFirst();
    }

    /** All that the runtime would look at, in its order. */
    List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> ENDINGS.stream().anyMatch(file.toString()::endsWith)).filter(file -> !Files.isDirectory(file))
                    .sorted((one, other) -> one.getFileName().toString().compareTo(other.getFileName().toString())).toList();
        } catch (NoSuchFileException absent) {
            return List.of();
        }
    }
}
