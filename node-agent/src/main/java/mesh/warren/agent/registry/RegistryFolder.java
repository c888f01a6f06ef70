package mesh.warren.agent.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import mesh.warren.model.id.PodUid;

/** One JSON file for each pod; a file is there whole or not at all, also after a power cut. Not for several threads. */
final class RegistryFolder {

    private static final String SUFFIX = ".json";
    private static final String UNFINISHED = ".tmp";

    /**
     * What was in the folder.
     *
     * @param pods   readable, in the order of their file names
     * @param broken one line for each file that was not, with the file and the reason
     */
    record Loaded(List<PodRecord> pods, List<String> broken) {}

    private final Path folder;

    RegistryFolder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    Loaded load() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path file : stream) {
                if (file.toString().endsWith(UNFINISHED)) {
                    Files.delete(file); // the agent ended while it wrote; the pod's ADD had not succeeded yet
                } else if (file.toString().endsWith(SUFFIX)) {
                    files.add(file);
                }
            }
        }
        files.sort(null);
        List<PodRecord> pods = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        for (Path file : files) {
            try {
                PodRecord pod = PodFile.read(Files.readAllBytes(file));
                if (!file.equals(path(pod.uid()))) {
                    throw new IllegalArgumentException("uid: " + pod.uid() + " does not go with the file's name");
                }
                pods.add(pod);
            } catch (IllegalArgumentException e) {
                broken.add(setAside(file, e.getMessage()));
            }
        }
        return new Loaded(pods, broken);
    }

    /** Moves a file out of the way, so that the pod can join again, and keeps it for people to look at. */
    String setAside(PodUid uid, String reason) throws IOException {
        return setAside(path(uid), reason);
    }

    private String setAside(Path file, String reason) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".broken");
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        return file + ": " + reason + "; moved to " + aside.getFileName() + ", start the pod again to have it join";
    }

    void write(PodRecord pod) throws IOException {
        Path file = path(pod.uid());
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(PodFile.write(pod));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        syncFolder();
    }

    void delete(PodUid uid) throws IOException {
        Files.deleteIfExists(path(uid));
        syncFolder();
    }

    /** A rename or removal is on disk only when the folder is. */
    private void syncFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private Path path(PodUid uid) {
        return folder.resolve(uid + SUFFIX);
    }
}
