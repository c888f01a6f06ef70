package mesh.warren.agent.domain;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How the server is trusted, and what certificate is shown to it.
 *
 * @param ca       PEM file of the authorities that are trusted; without it, those of the Java platform
 * @param names    subject alternative names, one of which the server's certificate must have (DNS name, IP address or URI such as a SPIFFE ID);
 *                 empty: the host name that was dialled
 * @param identity certificate and key that are shown; none: no client certificate
 */
public record Tls(Optional<Path> ca, List<String> names, Optional<Identity> identity) {

    public Tls {
        names = List.copyOf(names);
    }

    /**
     * A client certificate, read again when its files change.
     *
     * @param certificate PEM file with the chain; may be different for each pod
     * @param key         PEM file with its PKCS #8 key
     */
    public record Identity(Template certificate, Template key) {

        /** Whether each pod has its own, and so needs a connection of its own. */
        public boolean perPod() {
            return certificate.perPod() || key.perPod();
        }
    }
}
