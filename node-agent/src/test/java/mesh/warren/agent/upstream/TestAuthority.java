package mesh.warren.agent.upstream;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates for servers and for pods, in PEM files of a folder. */
final class TestAuthority {

    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final Path folder;
    private final String name;
    private final KeyPair keys;
    private final X509Certificate root;

    /** @param certificate PEM file, @param key PEM file with a PKCS #8 key */
    record Pair(Path certificate, Path key) {}

    TestAuthority(Path folder, String name) throws GeneralSecurityException {
        this.folder = folder;
        this.name = name;
        keys = pair();
        root = signed(name, keys, null);
    }

    /** PEM file of the authority itself. */
    Path ca() throws IOException, GeneralSecurityException {
        return Files.writeString(folder.resolve(name + "-ca.pem"), pem("CERTIFICATE", root.getEncoded()));
    }

    /** A new one, in the files {@code FILE.pem} and {@code FILE.key}. */
    Pair issue(String file, GeneralName alternative) throws IOException, GeneralSecurityException {
        KeyPair own = pair();
        Path certificate = folder.resolve(file + ".pem");
        Path key = folder.resolve(file + ".key");
        Files.writeString(certificate, pem("CERTIFICATE", signed(file, own, alternative).getEncoded()));
        Files.writeString(key, pem("PRIVATE KEY", own.getPrivate().getEncoded()));
        return new Pair(certificate, key);
    }

    static GeneralName dns(String host) {
        return new GeneralName(GeneralName.dNSName, host);
    }

    static GeneralName ip(String address) {
        return new GeneralName(GeneralName.iPAddress, address);
    }

    static GeneralName uri(String uri) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
    }

    /** @param alternative null: an authority, signed by itself */
    private X509Certificate signed(String subject, KeyPair own, GeneralName alternative) throws GeneralSecurityException {
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(new X500Principal("CN=" + name),
                BigInteger.valueOf(SERIAL.getAndIncrement()), Date.from(now.minus(Duration.ofMinutes(1))), Date.from(now.plus(Duration.ofHours(1))),
                new X500Principal("CN=" + subject), own.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(alternative == null));
            if (alternative != null) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternative));
            }
            return new JcaX509CertificateConverter().getCertificate(
                    builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (IOException | OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes)
                + "\n-----END " + what + "-----\n";
    }
}
