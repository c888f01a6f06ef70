package mesh.warren.agent.kubernetes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import mesh.warren.agent.domain.ControlPlane;
import mesh.warren.agent.domain.DomainRule;
import mesh.warren.agent.domain.Domains;
import mesh.warren.agent.kubernetes.resource.ControlPlaneResource;
import mesh.warren.agent.kubernetes.resource.ControlPlaneSpec;
import mesh.warren.agent.kubernetes.resource.TenantPolicyResource;
import mesh.warren.agent.kubernetes.resource.TenantPolicySpec;
import mesh.warren.agent.policy.AdminPolicy;
import mesh.warren.agent.policy.TenantTerms;
import mesh.warren.agent.settings.DomainTexts;
import mesh.warren.model.id.Domain;
import mesh.warren.model.id.Tenant;
import mesh.warren.model.listen.DoorLimits;
import mesh.warren.model.quota.ConfigLimits;
import mesh.warren.model.quota.PodLimits;
import mesh.warren.model.rewrite.policy.RewritePolicy;
import mesh.warren.model.symbolic.Scope;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the policy of custom resources and settings: rules of resources come before those of the settings file. A resource that cannot be
 * used as a whole is not used at all, and says why. Any thread.
 *
 * @param own      domain of the built-in virtual Envoys
 * @param settings what the settings file says
 */
public record PolicyReader(Domain own, AdminPolicy settings) {

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * @param policy   to be put in force
     * @param problems by {@code Kind name}, what keeps a resource from being used
     */
    public record Read(AdminPolicy policy, Map<String, List<String>> problems) {}

    /** Reads all of them together. */
    public Read read(List<ControlPlaneResource> planes, List<TenantPolicyResource> tenants) {
        Map<String, List<String>> problems = new TreeMap<>();
        return new Read(new AdminPolicy(domains(planes, problems), tenants(tenants, problems), settings.others()), problems);
    }

    private Domains domains(List<ControlPlaneResource> resources, Map<String, List<String>> problems) {
        List<ControlPlane> planes = new ArrayList<>();
        List<DomainRule> rules = new ArrayList<>();
        Set<Domain> names = new HashSet<>(Set.of(own));
        settings.domains().controlPlanes().forEach(plane -> names.add(plane.domain()));
        List<ControlPlaneResource> ordered = resources.stream().sorted(Comparator
                .comparingInt((ControlPlaneResource r) -> r.getSpec().priority() == null ? 0 : -r.getSpec().priority())
                .thenComparing(r -> r.getMetadata().getName())).toList();
        for (ControlPlaneResource resource : ordered) {
            List<String> wrong = problems.computeIfAbsent("ControlPlane " + resource.getMetadata().getName(), id -> new ArrayList<>());
            Optional<ControlPlane> plane = DomainTexts.controlPlane(text(resource), wrong);
            plane.filter(read -> !names.add(read.domain())).ifPresent(read -> wrong.add("metadata.name '" + read.domain()
                    + "' is a domain of the settings file; want another name"));
            List<DomainRule> its = plane.map(read -> rules(resource.getSpec(), read.domain(), wrong)).orElse(List.of());
            if (wrong.isEmpty() && plane.isPresent()) {
                planes.add(plane.get());
                rules.addAll(its);
            }
        }
        planes.addAll(settings.domains().controlPlanes());
        rules.addAll(settings.domains().rules());
        return new Domains(planes, rules);
    }

    /** As it would stand in the settings file. */
    private static String text(ControlPlaneResource resource) {
        ObjectNode entry = JSON.valueToTree(resource.getSpec());
        entry.remove("pods");
        entry.remove("priority");
        if (resource.getSpec().policy() == ControlPlaneSpec.Policy.standard) {
            entry.put("policy", "default");
        }
        entry.put("name", resource.getMetadata().getName());
        return entry.toString();
    }

    private static List<DomainRule> rules(ControlPlaneSpec spec, Domain plane, List<String> wrong) {
        List<DomainRule> rules = new ArrayList<>();
        for (ControlPlaneSpec.Pods pods : orEmpty(spec.pods())) {
            try {
                rules.add(DomainTexts.rule(orEmpty(pods.namespaces()), orEmpty(pods.namespaceLabels()), orEmpty(pods.labels()),
                        orEmpty(pods.annotations()), plane));
            } catch (IllegalArgumentException e) {
                wrong.add("spec.pods: " + e.getMessage());
            }
        }
        return rules;
    }

    private Map<Tenant, TenantTerms> tenants(List<TenantPolicyResource> resources, Map<String, List<String>> problems) {
        Map<Tenant, TenantTerms> terms = new HashMap<>();
        Map<Tenant, String> first = new HashMap<>();
        for (TenantPolicyResource resource : resources.stream().sorted(Comparator.comparing(r -> r.getMetadata().getName())).toList()) {
            List<String> wrong = problems.computeIfAbsent("TenantPolicy " + resource.getMetadata().getName(), id -> new ArrayList<>());
            for (String namespace : orEmpty(resource.getSpec().namespaces())) {
                try {
                    Tenant tenant = new Tenant(namespace);
                    String before = first.putIfAbsent(tenant, resource.getMetadata().getName());
                    if (before != null) {
                        wrong.add("spec.namespaces: '" + namespace + "' has the TenantPolicy '" + before + "' already, which counts; take it out of one");
                        continue;
                    }
                    terms.put(tenant, terms(resource.getSpec(), settings.of(tenant)));
                } catch (IllegalArgumentException e) {
                    wrong.add(e.getMessage());
                }
            }
        }
        settings.tenants().forEach(terms::putIfAbsent);
        return terms;
    }

    /** @throws IllegalArgumentException for what can never be allowed */
    private static TenantTerms terms(TenantPolicySpec spec, TenantTerms without) {
        TenantPolicySpec.Limits limits = spec.limits() == null
                ? new TenantPolicySpec.Limits(null, null, null, null, null, null, null, null) : spec.limits();
        TenantPolicySpec.Extensions extensions = spec.extensions() == null
                ? new TenantPolicySpec.Extensions(null, null, null, null) : spec.extensions();
        DoorLimits door = without.limits().door();
        ConfigLimits config = without.limits().config();
        TenantTerms terms = new TenantTerms(
                new PodLimits(new DoorLimits(or(limits.connections(), door.connections()), or(limits.connectionsPerSecond(), door.perSecond())),
                        new ConfigLimits(or(limits.resources(), config.resources()), limits.bytes() == null ? config.bytes() : limits.bytes(),
                                or(limits.clusters(), config.clusters()), or(limits.chains(), config.chains()),
                                or(limits.references(), config.references()), or(limits.updatesPerSecond(), config.updatesPerSecond()))),
                spec.sharing() == null ? without.sharing() : Scope.valueOf(spec.sharing().name().toUpperCase(Locale.ROOT)),
                Set.copyOf(orEmpty(extensions.stripTypes())), Set.copyOf(orEmpty(extensions.stripNames())),
                Set.copyOf(orEmpty(extensions.filterStateKeys())), Set.copyOf(orEmpty(extensions.formatCommands())));
        terms.policy(RewritePolicy.DEFAULT);
        return terms;
    }

    private static int or(Integer value, int without) {
        return value == null ? without : value;
    }

    private static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }

    private static <K, V> Map<K, V> orEmpty(Map<K, V> map) {
        return map == null ? Map.of() : map;
    }
}
