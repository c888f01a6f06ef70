package mesh.warren.agent.identity;

import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import mesh.warren.model.identity.SpiffeId;

/** Whether a certificate is what it should be: a wrong one would show only when connections fail, or worse, do not. */
public final class CertificateCheck {

    private static final int URI = 6;

    private CertificateCheck() {}

    /**
     * What is wrong with it, and what to do; empty when nothing is.
     *
     * @param chain the pod's own first
     * @param key   that it must be of
     * @param id    that it must say, and no other URI
     */
    public static Optional<String> problem(List<X509Certificate> chain, PublicKey key, SpiffeId id, Instant now) {
        if (chain.isEmpty()) {
            return Optional.of("the certificate chain is empty; want the pod's own certificate first");
        }
        X509Certificate leaf = chain.getFirst();
        List<String> uris = uris(leaf);
        if (!uris.equals(List.of(id.uri()))) {
            return Optional.of("the certificate's URIs are " + uris + "; want one, " + id.uri());
        }
        if (!leaf.getPublicKey().equals(key)) {
            return Optional.of("the certificate is of another key; want certificate and key of one pair");
        }
        if (!leaf.getNotAfter().toInstant().isAfter(now)) {
            return Optional.of("the certificate ended at " + leaf.getNotAfter().toInstant() + "; want a newer one");
        }
        return Optional.empty();
    }

    /** The URIs among the subject's alternative names. */
    public static List<String> uris(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names.stream()
                    .filter(name -> Integer.valueOf(URI).equals(name.getFirst()))
                    .map(name -> String.valueOf(name.get(1)))
                    .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
