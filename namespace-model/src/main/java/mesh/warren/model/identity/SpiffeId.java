package mesh.warren.model.identity;

import java.util.regex.Pattern;
import mesh.warren.model.id.Tenant;

/**
 * The identity of a pod, {@code spiffe://TRUST-DOMAIN/ns/TENANT/sa/SERVICE-ACCOUNT}: the form that istio gave it and that
 * other meshes read.
 *
 * @param domain         where it is trusted
 * @param tenant         the pod's Kubernetes namespace
 * @param serviceAccount {@code spec.serviceAccountName} of the pod
 */
public record SpiffeId(TrustDomain domain, Tenant tenant, String serviceAccount) implements Comparable<SpiffeId> {

    private static final Pattern SERVICE_ACCOUNT = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    public SpiffeId {
        if (serviceAccount == null || !SERVICE_ACCOUNT.matcher(serviceAccount).matches()) {
            throw new IllegalArgumentException("service account '" + serviceAccount
                    + "': want a DNS subdomain, 1 to 253 of a-z, 0-9, '-' and '.'");
        }
    }

    /** Without the scheme: {@code TRUST-DOMAIN/ns/TENANT/sa/SERVICE-ACCOUNT}. No part is empty or {@code ..}, so it is a safe file name. */
    public String path() {
        return domain + "/ns/" + tenant + "/sa/" + serviceAccount;
    }

    /** As it stands in a certificate, as its only URI. */
    public String uri() {
        return "spiffe://" + path();
    }

    @Override
    public int compareTo(SpiffeId other) {
        return uri().compareTo(other.uri());
    }

    @Override
    public String toString() {
        return uri();
    }
}
