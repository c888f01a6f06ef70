package mesh.warren.agent.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import mesh.warren.agent.domain.ControlPlane;
import mesh.warren.agent.domain.DomainRule;
import mesh.warren.agent.domain.Domains;
import mesh.warren.model.id.Domain;
import mesh.warren.model.id.Tenant;

/** Reads {@code controlPlanes} and {@code domains}. */
final class DomainSettings {

    private static final String BUILT_IN = "built-in";

    private DomainSettings() {}

    /** @param own domain of the built-in virtual Envoys; null when it could not be read */
    static Domains read(SettingValues values, Domain own) {
        List<ControlPlane> planes = new ArrayList<>();
        Set<Domain> names = new TreeSet<>();
        for (SettingEntry entry : values.entries(Setting.CONTROL_PLANES)) {
            Optional<ControlPlane> plane = ControlPlaneSettings.read(entry);
            entry.end();
            plane.ifPresent(read -> {
                if (!names.add(read.domain())) {
                    entry.problem("name", "is '" + read.domain() + "', another control plane's name; want names that differ");
                } else if (read.domain().equals(own)) {
                    entry.problem("name", "is '" + own + "', the domain of the built-in virtual Envoys; want another, or set 'domain'");
                }
                planes.add(read);
            });
        }
        List<DomainRule> rules = new ArrayList<>();
        for (SettingEntry entry : values.entries(Setting.DOMAINS)) {
            rules.add(rule(entry, names));
            entry.end();
        }
        return new Domains(planes, rules);
    }

    private static DomainRule rule(SettingEntry entry, Set<Domain> names) {
        List<Tenant> tenants = entry.list("namespaces", "a list of Kubernetes namespaces", Tenant::new);
        Map<String, String> tenantLabels = entry.texts("namespaceLabels");
        Map<String, String> labels = entry.texts("labels");
        Map<String, String> annotations = entry.texts("annotations");
        Optional<Domain> plane = Optional.ofNullable(
                        entry.required("controlPlane", "the name of a control plane, or " + BUILT_IN, text -> text))
                .filter(name -> !name.equals(BUILT_IN))
                .flatMap(name -> known(entry, name, names));
        return new DomainRule(Set.copyOf(tenants), tenantLabels, labels, annotations, plane);
    }

    private static Optional<Domain> known(SettingEntry entry, String name, Set<Domain> names) {
        Optional<Domain> known = names.stream().filter(domain -> domain.name().equals(name)).findFirst();
        if (known.isEmpty()) {
            entry.problem("controlPlane", "'" + name + "' is not under controlPlanes; want one of " + names + " or " + BUILT_IN);
        }
        return known;
    }
}
