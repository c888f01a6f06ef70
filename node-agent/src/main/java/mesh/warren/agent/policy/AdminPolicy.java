package mesh.warren.agent.policy;

import java.util.Map;
import mesh.warren.agent.domain.Domains;
import mesh.warren.model.id.Tenant;

/**
 * All that the admin has decided, at one moment.
 *
 * @param domains which control plane feeds which pods
 * @param tenants of those that have terms of their own
 * @param others  of all other tenants
 */
public record AdminPolicy(Domains domains, Map<Tenant, TenantTerms> tenants, TenantTerms others) {

    public AdminPolicy {
        tenants = Map.copyOf(tenants);
    }

    /** Of the pods of this tenant. */
    public TenantTerms of(Tenant tenant) {
        return tenants.getOrDefault(tenant, others);
    }
}
