package mesh.warren.model.identity;

import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;

/**
 * The SDS names by which a virtual Envoy asks for what is its own. The agent answers for them, whatever the control plane sends.
 *
 * @param certificate of the pod's certificate and private key
 * @param root        of the certificates that peers are validated with
 */
public record SecretNames(String certificate, String root) {

    /** As istio's sidecars have them. */
    public static final SecretNames DEFAULT = new SecretNames("default", "ROOTCA");

    public SecretNames {
        new ResourceName(certificate);
        new ResourceName(root);
        if (certificate.equals(root)) {
            throw new IllegalArgumentException("secret names: certificate and root are both '" + root + "'; want two names");
        }
    }

    public ResourceKey certificateKey() {
        return ResourceKey.of(ResourceType.SECRET, certificate);
    }

    public ResourceKey rootKey() {
        return ResourceKey.of(ResourceType.SECRET, root);
    }
}
