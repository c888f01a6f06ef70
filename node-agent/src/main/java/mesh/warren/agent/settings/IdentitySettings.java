package mesh.warren.agent.settings;

import java.nio.file.Path;
import java.time.Duration;
import mesh.warren.agent.domain.Template;
import mesh.warren.model.identity.SecretNames;
import mesh.warren.model.identity.TrustDomain;

/**
 * Who pods are, and where their certificates come from.
 *
 * @param domain   of their SPIFFE IDs
 * @param names    what virtual Envoys call the secrets that are their own
 * @param provider of certificates
 * @param mtls     what is made of them between pods without a control plane
 */
public record IdentitySettings(TrustDomain domain, SecretNames names, Provider provider, Mtls mtls) {

    /** TLS between pods. */
    public enum Mtls {
        /** None. */
        OFF,
        /** Where both sides can; plaintext from others is let in. */
        PERMISSIVE,
        /** Nothing else is let in. */
        STRICT
    }

    /** Where certificates come from. */
    public sealed interface Provider {}

    /** Nowhere: pods have no certificates. */
    public record None() implements Provider {}

    /** @param folder certificates by SPIFFE ID, written by somebody else */
    public record Folder(Path folder) implements Provider {}

    /** The agent is its own certificate authority. @param life of a certificate */
    public record Builtin(Duration life) implements Provider {}

    /**
     * A certificate authority with istiod's API.
     *
     * @param host       name or address; with {@code rootFile}, its certificate has to have this name
     * @param port       TCP
     * @param rootFile   PEM, what its TLS certificate is validated with
     * @param tokenFile  file with a pod's bearer token
     * @param clusterId  what istiod calls this cluster
     * @param life       asked for; the authority may give less
     */
    public record Authority(String host, int port, Path rootFile, Template tokenFile, String clusterId, Duration life) implements Provider {}
}
