package mesh.warren.agent.policy;

import java.util.LinkedHashSet;
import java.util.Set;
import mesh.warren.model.quota.PodLimits;
import mesh.warren.model.rewrite.policy.RewritePolicy;
import mesh.warren.model.symbolic.Scope;

/**
 * What the pods of a tenant may cost, share and use.
 *
 * @param limits          of each pod
 * @param sharing         as widely as its resources are shared at most
 * @param stripTypes      extensions to leave out with a notice, by full message name
 * @param stripNames      extensions to leave out with a notice, by name
 * @param filterStateKeys that {@code set_filter_state} may write
 * @param formatCommands  that format strings may have besides the built-in list
 */
public record TenantTerms(PodLimits limits, Scope sharing, Set<String> stripTypes, Set<String> stripNames, Set<String> filterStateKeys,
        Set<String> formatCommands) {

    public TenantTerms {
        stripTypes = Set.copyOf(stripTypes);
        stripNames = Set.copyOf(stripNames);
        filterStateKeys = Set.copyOf(filterStateKeys);
        formatCommands = Set.copyOf(formatCommands);
    }

    /** These limits, all else as it is for everybody. */
    public static TenantTerms of(PodLimits limits) {
        return new TenantTerms(limits, Scope.DOMAIN, Set.of(), Set.of(), Set.of(), Set.of());
    }

    /** A control plane's policy with this tenant's additions. @throws IllegalArgumentException for one that can never be allowed */
    public RewritePolicy policy(RewritePolicy plane) {
        boolean nothing = stripTypes.isEmpty() && stripNames.isEmpty() && filterStateKeys.isEmpty() && formatCommands.isEmpty();
        return nothing ? plane : new RewritePolicy(plane.dedicated(), plane.allowedTypes(), both(plane.stripTypes(), stripTypes),
                both(plane.stripNames(), stripNames), plane.stripAlpn(), both(plane.filterStateKeys(), filterStateKeys),
                both(plane.formatCommands(), formatCommands), plane.limits());
    }

    private static Set<String> both(Set<String> one, Set<String> other) {
        Set<String> both = new LinkedHashSet<>(one);
        both.addAll(other);
        return both;
    }
}
