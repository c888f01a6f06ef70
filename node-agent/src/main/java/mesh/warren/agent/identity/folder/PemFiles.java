package mesh.warren.agent.identity.folder;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Reads PEM as {@code kubectl create secret tls}, cert-manager and openssl write it. */
final class PemFiles {

    private static final long LONGEST = 1 << 20;
    private static final byte[] BEGIN = "-----BEGIN PRIVATE KEY-----".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "-----END PRIVATE KEY-----".getBytes(StandardCharsets.US_ASCII);

    private PemFiles() {}

    /** @throws IOException naming the file and the remedy */
    static List<X509Certificate> certificates(Path file) throws IOException {
        try {
            List<X509Certificate> all = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes(file))).stream().map(c -> (X509Certificate) c).toList();
            if (all.isEmpty()) {
                throw new IOException(file + ": holds no certificate; want PEM");
            }
            return all;
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": is no list of PEM certificates (" + e.getMessage() + ")", e);
        }
    }

    /**
     * A private key in PKCS #8, DER; who called overwrites it.
     *
     * @throws IOException naming the file and the remedy, never with anything of the key
     */
    static byte[] key(Path file) throws IOException {
        byte[] pem = bytes(file);
        byte[] base64 = {};
        try {
            int from = indexOf(pem, BEGIN, 0);
            int to = from < 0 ? -1 : indexOf(pem, END, from);
            if (to < 0) {
                throw new IOException(file + ": holds no 'BEGIN PRIVATE KEY'; want PKCS #8 in PEM, not encrypted (openssl pkcs8 -topk8 -nocrypt)");
            }
            base64 = Arrays.copyOfRange(pem, from + BEGIN.length, to);
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": what stands between its BEGIN and END is no base64");
        } finally {
            Arrays.fill(pem, (byte) 0);
            Arrays.fill(base64, (byte) 0);
        }
    }

    /** Whether the key is the public key's. */
    static boolean isPair(PublicKey pub, byte[] key) {
        try {
            PrivateKey secret = KeyFactory.getInstance(pub.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(key));
            Signature signature = Signature.getInstance(switch (pub.getAlgorithm()) {
                case "EC" -> "SHA256withECDSA";
                case "RSA" -> "SHA256withRSA";
                default -> pub.getAlgorithm();
            });
            byte[] text = "warren".getBytes(StandardCharsets.US_ASCII);
            signature.initSign(secret);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(pub);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new IOException(file + ": is longer than " + LONGEST + " bytes");
        }
        return Files.readAllBytes(file);
    }

    private static int indexOf(byte[] text, byte[] what, int from) {
        for (int at = from; at + what.length <= text.length; at++) {
            if (Arrays.equals(text, at, at + what.length, what, 0, what.length)) {
                return at;
            }
        }
        return -1;
    }
}
