package mesh.warren.agent.identity.builtin;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * A self-signed certificate and its key.
 *
 * @param number counts the roots of this authority
 */
record Root(int number, X509Certificate certificate, PrivateKey key) {

    Instant from() {
        return certificate.getNotBefore().toInstant();
    }

    Instant until() {
        return certificate.getNotAfter().toInstant();
    }

    @Override
    public String toString() {
        return "root " + number + " until " + until();
    }
}
