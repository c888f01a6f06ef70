package mesh.warren.cni.install;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** A file is replaced whole, and is on disk before its name is: no reader, and no power failure, meets half of it. */
final class AtomicFile {

    private AtomicFile() {}

    /**
     * Writes a file with the mode and owner of another one.
     *
     * @param like whose mode and owner it gets; may be the file itself; when it is not there the file gets 0600, as runtimes want it
     */
    static void write(Path file, byte[] content, Path like) throws IOException {
        // The runtime reads no file of such a name.
        Path fresh = file.resolveSibling("." + file.getFileName() + ".warren-new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel = FileChannel.open(fresh, java.util.Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (Files.exists(like)) {
                own(fresh, Files.readAttributes(like, "unix:mode,uid,gid"));
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(file.getParent());
    }

    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(to.getParent());
    }

    /** The names in a folder are on disk. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void own(Path file, Map<String, Object> like) throws IOException {
        Map<String, Object> now = Files.readAttributes(file, "unix:uid,gid");
        for (String attribute : java.util.List.of("uid", "gid")) {
            if (!now.get(attribute).equals(like.get(attribute))) {
                Files.setAttribute(file, "unix:" + attribute, like.get(attribute));
            }
        }
        Files.setAttribute(file, "unix:mode", (Integer) like.get("mode") & 0xfff);
    }
}
