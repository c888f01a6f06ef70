package mesh.warren.agent.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import mesh.warren.agent.identity.Pem;
import mesh.warren.agent.identity.Workload;
import mesh.warren.agent.identity.authority.Authority;
import mesh.warren.agent.identity.builtin.BuiltinAuthority;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.id.Tenant;
import mesh.warren.model.identity.SpiffeId;
import mesh.warren.model.identity.TrustDomain;

/** The certificates of a test's pods, in the folder that the agent reads, and of the test itself. */
public final class CertificateFolder {

    private static final TrustDomain DOMAIN = new TrustDomain("cluster.local");

    private final Path folder;
    private final BuiltinAuthority signer;

    public CertificateFolder(Path temporary) throws IOException {
        folder = Files.createDirectories(temporary.resolve("certificates"));
        signer = new BuiltinAuthority(DOMAIN, temporary.resolve("authority"), Duration.ofHours(1), Instant.now());
        Files.write(folder.resolve("ca.crt"), Pem.certificates(signer.roots(Instant.now())));
    }

    public Path folder() {
        return folder;
    }

    public static String id(String account) {
        return spiffe(account).uri();
    }

    private static SpiffeId spiffe(String account) {
        return new SpiffeId(DOMAIN, new Tenant("shop"), account);
    }

    /** A new certificate for this service account, in the place of the one before, as Kubernetes replaces a mounted Secret. */
    public X509Certificate renew(String account) throws IOException {
        KeyPair keys = keys();
        Authority.Signed signed = sign(spiffe(account), keys);
        Path home = Files.createDirectories(folder.resolve(spiffe(account).path()));
        Path fresh = Files.createDirectory(home.resolve(".." + System.nanoTime()));
        Files.write(fresh.resolve("tls.crt"), Pem.certificates(signed.chain()));
        Files.write(fresh.resolve("tls.key"), Pem.privateKey(keys.getPrivate().getEncoded()));
        Path link = Files.createSymbolicLink(home.resolve("..data_tmp"), fresh.getFileName());
        Files.move(link, home.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        for (String file : List.of("tls.crt", "tls.key")) {
            if (!Files.exists(home.resolve(file))) {
                Files.createSymbolicLink(home.resolve(file), Path.of("..data", file));
            }
        }
        return signed.chain().getFirst();
    }

    /** Where the certificate and the key of this account are: {@code tls.crt}, {@code tls.key}. */
    public Path home(String account) {
        return folder.resolve(spiffe(account).path());
    }

    /** TLS as this account. @param domain of its SPIFFE ID */
    public SSLContext tls(String domain, String account) throws IOException {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("root", signer.roots(Instant.now()).getFirst());
            TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
            trustManagers.init(trusted);
            return tls(domain, account, trustManagers.getTrustManagers());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** The same, with those that it trusts. */
    SSLContext tls(String domain, String account, TrustManager... trusted) throws IOException {
        try {
            KeyPair keys = keys();
            Authority.Signed signed = sign(new SpiffeId(new TrustDomain(domain), new Tenant("shop"), account), keys);
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry("own", keys.getPrivate(), new char[0], signed.chain().toArray(Certificate[]::new));
            KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
            keyManagers.init(own, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers.getKeyManagers(), trusted, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private Authority.Signed sign(SpiffeId id, KeyPair keys) {
        Workload pod = new Workload(new PodUid("any"), new PodName(id.tenant(), "any"), id);
        return signer.sign(pod, keys, Instant.now()).toCompletableFuture().join();
    }

    private static KeyPair keys() throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
