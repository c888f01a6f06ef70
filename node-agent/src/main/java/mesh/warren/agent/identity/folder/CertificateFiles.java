package mesh.warren.agent.identity.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

/**
 * What some files look like: where their links lead, who they are, when they were written. As long as that is the same they
 * are not read again.
 *
 * @param files in the order in which they were asked for
 */
record CertificateFiles(List<Look> files) {

    /** One file. */
    record Look(Path real, Object fileKey, FileTime modified, long size) {}

    /** @throws NoSuchFileException naming the first that is not there */
    static CertificateFiles look(Path folder, String... names) throws IOException {
        List<Look> files = new ArrayList<>();
        for (String name : names) {
            Path real = folder.resolve(name).toRealPath();
            BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
            files.add(new Look(real, attributes.fileKey(), attributes.lastModifiedTime(), attributes.size()));
        }
        return new CertificateFiles(List.copyOf(files));
    }

    Path real(int index) {
        return files.get(index).real();
    }
}
