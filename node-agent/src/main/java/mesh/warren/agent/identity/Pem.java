package mesh.warren.agent.identity;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Textual encodings (RFC 7468). */
public final class Pem {

    private static final byte[] NEW_LINE = {'\n'};

    private Pem() {}

    public static byte[] certificates(List<X509Certificate> certificates) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            for (X509Certificate certificate : certificates) {
                all.writeBytes(block("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("certificate of " + certificates.getFirst().getSubjectX500Principal() + ": " + e.getMessage(), e);
        }
        return all.toByteArray();
    }

    /** @param key PKCS #8, DER. Who called overwrites both this and the result */
    public static byte[] privateKey(byte[] key) {
        return block("PRIVATE KEY", key);
    }

    /** Any content; what is made on the way is overwritten. */
    public static byte[] block(String label, byte[] content) {
        byte[] text = Base64.getMimeEncoder(64, NEW_LINE).encode(content);
        byte[] begin = ("-----BEGIN " + label + "-----\n").getBytes(StandardCharsets.US_ASCII);
        byte[] end = ("\n-----END " + label + "-----\n").getBytes(StandardCharsets.US_ASCII);
        byte[] block = new byte[begin.length + text.length + end.length];
        System.arraycopy(begin, 0, block, 0, begin.length);
        System.arraycopy(text, 0, block, begin.length, text.length);
        System.arraycopy(end, 0, block, begin.length + text.length, end.length);
        Arrays.fill(text, (byte) 0);
        return block;
    }
}
