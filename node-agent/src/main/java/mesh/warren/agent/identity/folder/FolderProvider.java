package mesh.warren.agent.identity.folder;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.warren.agent.identity.CertificateCheck;
import mesh.warren.agent.identity.IdentityProvider;
import mesh.warren.agent.identity.Issuance;
import mesh.warren.agent.identity.Workload;
import mesh.warren.model.id.PodUid;

/**
 * Certificates from a folder, laid out by SPIFFE ID:
 *
 * <pre>
 * FOLDER/ca.crt                                what peers are validated with
 * FOLDER/TRUST-DOMAIN/ns/TENANT/sa/ACCOUNT/tls.crt   the chain, the pod's own certificate first
 * FOLDER/TRUST-DOMAIN/ns/TENANT/sa/ACCOUNT/tls.key   PKCS #8
 * </pre>
 *
 * All PEM. Looked at each second, through links: a folder that is a mounted Secret, whose links all move at once, is read as a
 * whole or not at all. What cannot be used leaves the last good certificate in force.
 */
public final class FolderProvider implements IdentityProvider {

    static final Duration EACH = Duration.ofSeconds(1);

    private record Seen(Workload pod, CertificateFiles files) {}

    private final Path folder;
    private final Map<PodUid, Seen> seen = new HashMap<>();
    private CertificateFiles roots;

    public FolderProvider(Path folder) {
        this.folder = folder;
    }

    @Override
    public Instant work(Collection<Workload> pods, Instant now, Issuance out) {
        seen.keySet().retainAll(pods.stream().map(Workload::uid).toList());
        try {
            readRoots(out);
            out.problem("roots", "");
        } catch (IOException e) {
            out.problem("roots", message(e) + (roots == null ? "; no peer can be validated" : "; the roots from before stay in force"));
        }
        for (Workload pod : pods) {
            read(pod, now, out);
        }
        return now.plus(EACH);
    }

    private void readRoots(Issuance out) throws IOException {
        CertificateFiles now = CertificateFiles.look(folder, "ca.crt");
        if (!now.equals(roots)) {
            out.roots(PemFiles.certificates(now.real(0)));
            roots = now;
        }
    }

    private void read(Workload pod, Instant now, Issuance out) {
        Seen before = seen.get(pod.uid());
        try {
            CertificateFiles files = CertificateFiles.look(folder.resolve(pod.id().path()), "tls.crt", "tls.key");
            if (before != null && before.pod().equals(pod) && before.files().equals(files)) {
                return;
            }
            List<X509Certificate> chain = PemFiles.certificates(files.real(0));
            byte[] key = PemFiles.key(files.real(1));
            try {
                require(pod, chain, key, now);
                out.issued(pod, chain, key);
                seen.put(pod.uid(), new Seen(pod, files));
            } finally {
                Arrays.fill(key, (byte) 0);
            }
        } catch (IOException e) {
            boolean has = before != null && before.pod().equals(pod);
            out.failed(pod, message(e) + (has ? "; the certificate from before stays in force" : "; the pod has no certificate"));
        }
    }

    private void require(Workload pod, List<X509Certificate> chain, byte[] key, Instant now) throws IOException {
        Optional<String> problem = PemFiles.isPair(chain.getFirst().getPublicKey(), key)
                ? CertificateCheck.problem(chain, chain.getFirst().getPublicKey(), pod.id(), now)
                : Optional.of("tls.crt and tls.key are no pair; write both");
        if (problem.isPresent()) {
            throw new IOException(folder.resolve(pod.id().path()) + ": " + problem.get());
        }
    }

    private static String message(IOException e) {
        return e instanceof NoSuchFileException missing ? missing.getFile() + " is not there; write it" : e.getMessage();
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
