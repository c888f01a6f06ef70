package mesh.warren.demo.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mesh.warren.cni.spec.AttachmentId;

/**
 * The results of ADD, kept for CHECK and DEL: a file for each attachment.
 *
 * @param folder made with the first result
 */
record ResultCache(Path folder) {

    Optional<String> find(AttachmentId id) throws IOException {
        Path file = folder.resolve(id.toString());
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    void put(AttachmentId id, String result) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(id.toString()), result);
    }

    void remove(AttachmentId id) throws IOException {
        Files.deleteIfExists(folder.resolve(id.toString()));
    }

    List<AttachmentId> ids() throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        List<AttachmentId> ids = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                ids.add(new AttachmentId(name.substring(0, name.indexOf('@')), name.substring(name.indexOf('@') + 1)));
            }
        }
        return ids;
    }
}
