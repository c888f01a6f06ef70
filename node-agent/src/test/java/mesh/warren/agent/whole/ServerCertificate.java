package mesh.warren.agent.whole;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A certificate of its own authority, as PEM.
 *
 * @param certificate one
 * @param key         PKCS #8
 */
record ServerCertificate(String certificate, String key) {

    private static final char[] PASSWORD = "only-for-this-test".toCharArray();

    /** A new one with this common name. */
    static ServerCertificate of(String name, Path folder) throws IOException {
        Path store = folder.resolve(name + ".p12");
        WholeNode.run(System.getProperty("java.home") + "/bin/keytool", "-genkeypair", "-alias", "server", "-keyalg", "EC", "-validity", "2",
                "-dname", "CN=" + name, "-ext", "san=dns:" + name, "-keystore", store.toString(), "-storetype", "PKCS12",
                "-storepass", new String(PASSWORD));
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD);
            Key key = keys.getKey("server", PASSWORD);
            return new ServerCertificate(pem("CERTIFICATE", keys.getCertificate("server").getEncoded()), pem("PRIVATE KEY", key.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes)
                + "\n-----END " + what + "-----\n";
    }

    /** JSON of the secret of this name. */
    String secret(String name) {
        return """
                {"name": "%s", "tls_certificate": {"certificate_chain": {"inline_string": "%s"}, "private_key": {"inline_string": "%s"}}}"""
                .formatted(name, certificate.replace("\n", "\\n"), key.replace("\n", "\\n"));
    }
}
