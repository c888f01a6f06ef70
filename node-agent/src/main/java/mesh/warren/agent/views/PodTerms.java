package mesh.warren.agent.views;

import java.util.Optional;
import mesh.warren.agent.policy.TenantTerms;
import mesh.warren.model.quota.ConfigLimits;
import mesh.warren.model.quota.PodLimits;
import mesh.warren.model.rewrite.DnsRelay;

/**
 * On what terms a pod is fed.
 *
 * @param resolver where names of its clusters are looked up; empty: clusters found by DNS are refused
 * @param tenant   what its tenant may cost, share and use
 */
public record PodTerms(Optional<DnsRelay> resolver, TenantTerms tenant) {

    /** No resolver, all else as it is by default. */
    public static final PodTerms DEFAULT = new PodTerms(Optional.empty(), TenantTerms.of(PodLimits.DEFAULT));

    ConfigLimits limits() {
        return tenant.limits().config();
    }
}
