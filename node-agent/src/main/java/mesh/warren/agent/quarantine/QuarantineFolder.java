package mesh.warren.agent.quarantine;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import mesh.warren.model.quarantine.ContentHash;

/**
 * What is in quarantine, one file for each content: its name is the hash, its text the reason that its owners are given. Removing a
 * file, with the agent stopped, lets the content out. On the thread {@code quarantine}.
 */
final class QuarantineFolder {

    private static final Logger LOG = System.getLogger(QuarantineFolder.class.getName());
    private static final int HASH_LENGTH = 64;

    private final Path folder;
    private final Map<ContentHash, String> reasons = new HashMap<>();

    /** @throws IOException when the folder cannot be made or read: what is in quarantine must not be forgotten */
    QuarantineFolder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.length() == HASH_LENGTH) {
                    reasons.put(new ContentHash(name), Files.readString(file).strip());
                }
            }
        }
    }

    boolean isEmpty() {
        return reasons.isEmpty();
    }

    /** Why this content is in quarantine; empty when it is not. */
    Optional<String> reason(ContentHash content) {
        return Optional.ofNullable(reasons.get(content));
    }

    /** When it cannot be written, it holds until the agent's end, and the log says so. */
    void add(ContentHash content, String reason) {
        reasons.put(content, reason);
        try {
            Path unfinished = folder.resolve(content.value() + ".tmp");
            Files.write(unfinished, (reason + "\n").getBytes(StandardCharsets.UTF_8));
            Files.move(unfinished, folder.resolve(content.value()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a restart of the agent forgets that this content is in quarantine: " + content, e);
        }
    }
}
