package mesh.warren.model.builtin;

import mesh.warren.model.identity.SecretNames;
import mesh.warren.model.identity.TrustDomain;

/**
 * TLS between pods without a control plane: each shows its own certificate and wants one of the trust domain.
 *
 * @param domain of the SPIFFE IDs that are let in
 * @param names  what the pods' secrets are called
 * @param strict whether nothing but that is let in
 */
public record MeshTls(TrustDomain domain, SecretNames names, boolean strict) {

    /**
     * What clients offer as application protocol (ALPN), so that a door knows TLS that is for it from TLS that is for the
     * application behind it. It says nothing of what is spoken inside.
     */
    public static final String MARKER = "warren";
}
