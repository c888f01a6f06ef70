package mesh.warren.cni.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The plugin in the runtime's folder of plugins: {@code warren} is a link into {@code .warren/VERSION}, which holds its launcher and
 * runtime. A new version is complete before the link names it, and the one before stays until the next: a call of it may be running.
 *
 * @param binDir the runtime's folder
 * @param plugin what is installed: {@code bin/warren}, {@code lib/runtime}, {@code lib/warren.aot} and {@code version}
 */
record PluginFiles(Path binDir, Path plugin) {

    /** Version, journal and saved files are in here. */
    Path home() {
        return binDir.resolve(".warren");
    }

    /**
     * Copies the plugin unless it is there.
     *
     * @return whether it was copied
     * @throws IOException also when {@code warren} is there and is no link of this installer's
     */
    boolean install() throws IOException {
        String version = Files.readString(plugin.resolve("version")).strip();
        Path tree = home().resolve(version);
        Path link = binDir.resolve("warren");
        Path target = Path.of(".warren", version, "bin", "warren");
        if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !isOurs(link)) {
            throw new IOException(link + " is there and was not put there by this installer: remove it");
        }
        boolean current = Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target);
        if (current && Files.isDirectory(tree)) {
            return false;
        }
        Path previous = Files.isSymbolicLink(link) ? binDir.resolve(Files.readSymbolicLink(link)).getParent().getParent() : null;
        Path fresh = home().resolve(version + ".new");
        delete(fresh);
        Files.createDirectories(fresh);
        for (String part : List.of("bin/warren", "lib/runtime", "lib/warren.aot")) {
            copy(plugin.resolve(part), fresh.resolve(part));
        }
        delete(tree);
        AtomicFile.move(fresh, tree);
        Path newLink = binDir.resolve(".warren-new");
        Files.deleteIfExists(newLink);
        Files.createSymbolicLink(newLink, target);
        AtomicFile.move(newLink, link);
        deleteVersionsBut(tree, previous);
        return true;
    }

    /** Takes the link and all versions away; the journal is its own to remove. */
    void remove() throws IOException {
        Path link = binDir.resolve("warren");
        if (isOurs(link)) {
            Files.delete(link);
        }
        deleteVersionsBut(null, null);
        try (Stream<Path> rest = Files.list(home())) {
            if (rest.findAny().isPresent()) {
                return;
            }
        }
        Files.delete(home());
    }

    private static boolean isOurs(Path link) throws IOException {
        return Files.isSymbolicLink(link) && Files.readSymbolicLink(link).startsWith(".warren");
    }

    private void deleteVersionsBut(Path tree, Path previous) throws IOException {
        try (Stream<Path> entries = Files.list(home())) {
            for (Path entry : entries.toList()) {
                if (Files.isDirectory(entry.resolve("lib")) && !entry.equals(tree) && !entry.equals(previous)) {
                    delete(entry);
                }
            }
        }
    }

    /** With the times of the files: the JVM compares them with what its cache was made from. */
    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> files = Files.walk(tree)) {
                for (Path file : files.toList().reversed()) {
                    Files.delete(file);
                }
            }
        }
    }
}
