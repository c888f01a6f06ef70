package mesh.warren.cni.wire;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mesh.warren.cni.spec.AttachmentId;

/**
 * Attachments that were deleted while the agent was away: one empty file for each, named by the attachment, beside the agent's socket.
 *
 * <p>The plugin notes a departure and then tries the agent once more; the agent, once it listens, replays what it finds and only then
 * accepts. So one of the two always sees it: if the plugin's second try failed, the note was there before the agent looked.
 * The folder is on the same tmpfs as the agent's pins, and gone with them when the machine restarts.
 *
 * @param folder {@code departed} beside the socket
 */
public record Departures(Path folder) {

    /** The departures noted beside this socket. */
    public static Departures beside(Path socket) {
        return new Departures(socket.toAbsolutePath().resolveSibling("departed"));
    }

    /**
     * Notes one, if the agent has ever made the folder; otherwise there is nothing that it could have attached since the machine started.
     *
     * @return whether it was noted
     */
    public boolean note(AttachmentId id) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        Files.write(file(id), new byte[0]);
        return true;
    }

    /** Takes a note back; without one nothing happens. */
    public void forget(AttachmentId id) throws IOException {
        Files.deleteIfExists(file(id));
    }

    /** All that are noted. A file that no plugin wrote is left alone. */
    public List<AttachmentId> noted() throws IOException {
        List<AttachmentId> ids = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                int at = name.indexOf('@');
                try {
                    ids.add(new AttachmentId(name.substring(0, Math.max(at, 0)), name.substring(at + 1)));
                } catch (IllegalArgumentException notOurs) {
                    continue;
                }
            }
        }
        return ids;
    }

    private Path file(AttachmentId id) {
        return folder.resolve(id.toString());
    }
}
