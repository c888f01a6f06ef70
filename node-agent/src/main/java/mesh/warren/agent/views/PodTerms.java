package mesh.warren.agent.views;

import java.util.Optional;
import mesh.warren.model.quota.ConfigLimits;
import mesh.warren.model.rewrite.DnsRelay;

/**
 * On what terms a pod is fed.
 *
 * @param resolver where names of its clusters are looked up; empty: clusters found by DNS are refused
 * @param limits   of its virtual Envoy
 */
public record PodTerms(Optional<DnsRelay> resolver, ConfigLimits limits) {

    /** No resolver, default limits. */
    public static final PodTerms DEFAULT = new PodTerms(Optional.empty(), ConfigLimits.DEFAULT);
}
