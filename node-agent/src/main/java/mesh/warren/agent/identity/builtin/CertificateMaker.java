package mesh.warren.agent.identity.builtin;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** X.509 certificates as SPIFFE wants them (X509-SVID, sections 4 and 5). */
final class CertificateMaker {

    private static final String SIGNATURE = "SHA256withECDSA";
    /** Clocks differ a little. */
    private static final Duration BACKDATED = Duration.ofMinutes(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private CertificateMaker() {}

    /** Self-signed. @param id of the trust domain itself */
    static X509Certificate root(KeyPair keys, String name, String id, Instant from, Duration life) throws GeneralSecurityException {
        X500Principal self = new X500Principal("O=warren, CN=" + name);
        try {
            JcaX509v3CertificateBuilder builder = builder(self, self, keys.getPublic(), from, from.plus(life));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(Extension.subjectAlternativeName, false, uri(id));
            builder.addExtension(Extension.subjectKeyIdentifier, false, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
            return signed(builder, keys.getPrivate());
        } catch (IOException | OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** A pod's. Without a subject, so the URI is critical (RFC 5280, section 4.2.1.6). */
    static X509Certificate leaf(Root root, PublicKey key, String id, Instant now, Instant until) throws GeneralSecurityException {
        try {
            JcaX509v3CertificateBuilder builder = builder(
                    root.certificate().getSubjectX500Principal(), new X500Principal(""), key, now.minus(BACKDATED), until);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false,
                    new ExtendedKeyUsage(new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
            builder.addExtension(Extension.subjectAlternativeName, true, uri(id));
            builder.addExtension(Extension.authorityKeyIdentifier, false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(root.certificate()));
            return signed(builder, root.key());
        } catch (IOException | OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, PublicKey key, Instant from, Instant until) {
        return new JcaX509v3CertificateBuilder(issuer, new BigInteger(127, RANDOM).add(BigInteger.ONE),
                Date.from(from.truncatedTo(ChronoUnit.SECONDS)), Date.from(until.truncatedTo(ChronoUnit.SECONDS)), subject, key);
    }

    private static GeneralNames uri(String id) {
        return new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, id));
    }

    private static X509Certificate signed(JcaX509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter().getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
    }
}
