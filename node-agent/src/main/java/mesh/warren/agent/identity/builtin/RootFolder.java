package mesh.warren.agent.identity.builtin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import mesh.warren.agent.identity.Pem;

/**
 * Where roots are kept: {@code root-N.pem}, each with its certificate and its key, readable by the agent's user only, there whole
 * or not at all.
 */
final class RootFolder {

    private static final String BEGIN_KEY = "-----BEGIN PRIVATE KEY-----";
    private static final String END_KEY = "-----END PRIVATE KEY-----";

    private final Path folder;

    RootFolder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    /** Oldest first. @throws IOException naming the file and the remedy: going on without it would cut off all who trust it */
    List<Root> load() throws IOException {
        List<Root> roots = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.getFileName().toString().matches("root-[0-9]{1,9}\\.pem")).toList()) {
                roots.add(read(file));
            }
        }
        roots.sort(Comparator.comparingInt(Root::number));
        return roots;
    }

    private Root read(Path file) throws IOException {
        String name = file.getFileName().toString();
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        if (!PosixFilePermissions.toString(mode).endsWith("------")) {
            throw new IOException(file + ": others may read this key (" + PosixFilePermissions.toString(mode)
                    + "); take it for known, remove the file and have all certificates made anew");
        }
        try {
            String text = Files.readString(file);
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            X509Certificate certificate = (X509Certificate) factory.generateCertificate(
                    new ByteArrayInputStream(text.substring(text.indexOf("-----BEGIN CERTIFICATE")).getBytes()));
            String base64 = text.substring(text.indexOf(BEGIN_KEY) + BEGIN_KEY.length(), text.indexOf(END_KEY));
            byte[] der = Base64.getMimeDecoder().decode(base64);
            PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
            Arrays.fill(der, (byte) 0);
            return new Root(Integer.parseInt(name.substring("root-".length(), name.length() - ".pem".length())), certificate, key);
        } catch (GeneralSecurityException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IOException(file + ": is not what the agent wrote (" + e.getClass().getSimpleName()
                    + "); restore it, or remove it and have all certificates made anew", e);
        }
    }

    void write(Root root) throws IOException, GeneralSecurityException {
        Path file = folder.resolve("root-" + root.number() + ".pem");
        Path unfinished = folder.resolve("root-" + root.number() + ".tmp");
        byte[] der = root.key().getEncoded();
        byte[] key = Pem.privateKey(der);
        Arrays.fill(der, (byte) 0);
        Files.deleteIfExists(unfinished);
        try (FileChannel channel = FileChannel.open(unfinished, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            for (byte[] part : List.of(Pem.certificates(List.of(root.certificate())), key)) {
                for (ByteBuffer bytes = ByteBuffer.wrap(part); bytes.hasRemaining(); ) {
                    channel.write(bytes);
                }
            }
            channel.force(true);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    void delete(Root root) throws IOException {
        Files.deleteIfExists(folder.resolve("root-" + root.number() + ".pem"));
    }
}
