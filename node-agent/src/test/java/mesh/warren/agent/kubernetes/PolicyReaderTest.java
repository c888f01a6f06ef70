package mesh.warren.agent.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.CustomResource;
import java.util.List;
import java.util.Map;
import mesh.warren.agent.domain.Domains;
import mesh.warren.agent.kubernetes.resource.ControlPlaneResource;
import mesh.warren.agent.kubernetes.resource.ControlPlaneSpec;
import mesh.warren.agent.kubernetes.resource.TenantPolicyResource;
import mesh.warren.agent.kubernetes.resource.TenantPolicySpec;
import mesh.warren.agent.policy.AdminPolicy;
import mesh.warren.agent.policy.TenantTerms;
import mesh.warren.model.id.Domain;
import mesh.warren.model.id.Tenant;
import mesh.warren.model.quota.PodLimits;
import mesh.warren.model.symbolic.Scope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
class PolicyReaderTest {

    private final PolicyReader reader = new PolicyReader(new Domain("local"),
            new AdminPolicy(Domains.BUILT_IN, Map.of(), TenantTerms.of(PodLimits.DEFAULT)));

    @Test
    void theHighestPriorityDecidesAndThenTheName() {
        PolicyReader.Read read = reader.read(List.of(plane("b", "b:1", null), plane("a", "a:1", null), plane("z", "z:1", 9)), List.of());
        assertEquals(List.of("z", "a", "b"), read.policy().domains().rules().stream().map(rule -> rule.controlPlane().orElseThrow().name()).toList());
        assertTrue(read.problems().values().stream().allMatch(List::isEmpty), read.problems().toString());
    }

    @Test
    void aControlPlaneThatCannotBeUsedSaysWhyAndTheOthersAreUsed() {
        PolicyReader.Read read = reader.read(List.of(plane("local", "a:1", null), plane("good", "a:1", null), plane("odd", "a:99999", null)), List.of());
        assertEquals(List.of("good"), read.policy().domains().controlPlanes().stream().map(plane -> plane.domain().name()).toList());
        assertEquals(List.of("metadata.name 'local' is a domain of the settings file; want another name"),
                read.problems().get("ControlPlane local"));
        assertTrue(read.problems().get("ControlPlane odd").getFirst().contains("key 'spec.address' is 'a:99999'"), read.problems().toString());
    }

    @Test
    void aTenantsPolicyChangesWhatItNamesAndNothingElse() {
        PolicyReader.Read read = reader.read(List.of(), List.of(tenants("p", List.of("shop"), limits(5))));
        TenantTerms shop = read.policy().of(new Tenant("shop"));
        assertEquals(5, shop.limits().door().connections());
        assertEquals(PodLimits.DEFAULT.door().perSecond(), shop.limits().door().perSecond());
        assertEquals(Scope.TENANT, shop.sharing());
        assertEquals(TenantTerms.of(PodLimits.DEFAULT), read.policy().of(new Tenant("bank")));
    }

    @Test
    void ofTwoPoliciesForOneNamespaceTheFirstCountsAndTheSecondSaysSo() {
        PolicyReader.Read read = reader.read(List.of(), List.of(tenants("q", List.of("shop"), limits(7)), tenants("p", List.of("shop"), limits(5))));
        assertEquals(5, read.policy().of(new Tenant("shop")).limits().door().connections());
        assertTrue(read.problems().get("TenantPolicy q").getFirst().contains("has the TenantPolicy 'p' already"), read.problems().toString());
    }

    @Test
    void whatBreaksIsolationIsNotAllowedByAPolicyEither() {
        TenantPolicySpec spec = new TenantPolicySpec(List.of("shop"), null, null,
                new TenantPolicySpec.Extensions(null, null, List.of("envoy.tcp_proxy.cluster"), null));
        PolicyReader.Read read = reader.read(List.of(), List.of(named(new TenantPolicyResource(), "p", spec)));
        assertTrue(read.problems().get("TenantPolicy p").getFirst().contains("belongs to Envoy or to the agent"), read.problems().toString());
        assertEquals(TenantTerms.of(PodLimits.DEFAULT), read.policy().of(new Tenant("shop")));
    }

    private static ControlPlaneResource plane(String name, String address, Integer priority) {
        return named(new ControlPlaneResource(), name, new ControlPlaneSpec(address, null, null, null, null, null,
                ControlPlaneSpec.Policy.standard, null, List.of(new ControlPlaneSpec.Pods(List.of("shop"), null, null, null)), priority));
    }

    private static TenantPolicyResource tenants(String name, List<String> namespaces, TenantPolicySpec.Limits limits) {
        return named(new TenantPolicyResource(), name, new TenantPolicySpec(namespaces, TenantPolicySpec.Sharing.tenant, limits, null));
    }

    private static TenantPolicySpec.Limits limits(int connections) {
        return new TenantPolicySpec.Limits(connections, null, null, null, null, null, null, null);
    }

    private static <S, R extends CustomResource<S, ?>> R named(R resource, String name, S spec) {
        resource.getMetadata().setName(name);
        resource.setSpec(spec);
        return resource;
    }
}
