package mesh.warren.cni.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mesh.warren.cni.json.JsonException;
import mesh.warren.cni.json.JsonObject;
import mesh.warren.cni.json.JsonReader;
import mesh.warren.cni.json.JsonWriter;

/**
 * What was done to files that belong to others, one line of JSON for each change, written before the change is made; and their bytes
 * from before it. It stays on the node until Warren is removed from it.
 */
final class Journal {

    /** Of a line: the change is of this file, from bytes of the one hash to bytes of the other. */
    record Change(String what, String file, String before, String after) {}

    private final Path folder;
    private final InstantSource clock;

    /** @param folder is made when it is not there */
    Journal(Path folder, InstantSource clock) throws IOException {
        this.folder = folder;
        this.clock = clock;
        Files.createDirectories(folder.resolve("saved"));
    }

    /** Notes that a file is about to be changed. */
    void note(String what, Path file, byte[] before, byte[] after) throws IOException {
        Path saved = folder.resolve("saved").resolve(hash(before));
        if (!Files.exists(saved)) {
            AtomicFile.write(saved, before, saved);
        }
        String line = new JsonWriter().string("at", clock.instant().toString()).string("what", what)
                .string("file", file.getFileName().toString()).string("before", hash(before)).string("after", hash(after)).end() + "\n";
        Files.writeString(path(), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.SYNC);
    }

    /** All that was done, the oldest first. A line that was cut short by a crash ends it: its change was not made. */
    List<Change> changes() throws IOException {
        List<Change> changes = new ArrayList<>();
        if (Files.exists(path())) {
            for (String line : Files.readAllLines(path())) {
                try {
                    JsonObject read = JsonReader.readObject(line);
                    changes.add(new Change(read.requiredString("what"), read.requiredString("file"), read.requiredString("before"),
                            read.requiredString("after")));
                } catch (JsonException cut) {
                    return changes;
                }
            }
        }
        return changes;
    }

    /** The bytes from before the change that made a file what it is now; empty when nobody noted that, or somebody edited it since. */
    Optional<byte[]> before(Path file, byte[] now) throws IOException {
        String name = file.getFileName().toString();
        String hash = hash(now);
        for (Change change : changes().reversed()) {
            Path saved = folder.resolve("saved").resolve(change.before());
            if (change.file().equals(name) && change.after().equals(hash) && Files.exists(saved)) {
                return Optional.of(Files.readAllBytes(saved));
            }
        }
        return Optional.empty();
    }

    /** Removes journal and saved bytes: all is undone. */
    void forget() throws IOException {
        try (Stream<Path> saved = Files.list(folder.resolve("saved"))) {
            for (Path file : saved.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder.resolve("saved"));
        Files.deleteIfExists(path());
    }

    private Path path() {
        return folder.resolve("journal");
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
