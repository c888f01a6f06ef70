package mesh.warren.agent.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mesh.warren.agent.domain.ControlPlane;
import mesh.warren.agent.domain.DomainRule;
import mesh.warren.model.id.Domain;
import mesh.warren.model.id.Tenant;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Control planes and rules that stand elsewhere than in the settings file, read by the same code and so with the same messages. Any thread. */
public final class DomainTexts {

    private DomainTexts() {}

    /**
     * One control plane.
     *
     * @param text     YAML or JSON, as an entry of {@code controlPlanes}
     * @param problems takes what is wrong with it, one line each; then the result is empty
     */
    public static Optional<ControlPlane> controlPlane(String text, List<String> problems) {
        List<String> found = new ArrayList<>();
        try {
            Optional<SettingEntry> entry = new Compose(LoadSettings.builder().build()).composeString(text)
                    .flatMap(node -> SettingEntry.of("spec", node, (line, what) -> found.add(what)));
            Optional<ControlPlane> plane = entry.flatMap(ControlPlaneSettings::read);
            entry.ifPresent(SettingEntry::end);
            problems.addAll(found);
            return found.isEmpty() ? plane : Optional.empty();
        } catch (YamlEngineException e) {
            problems.add("not YAML: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** One rule. @throws IllegalArgumentException for a namespace that can be none */
    public static DomainRule rule(List<String> namespaces, Map<String, String> namespaceLabels, Map<String, String> labels,
            Map<String, String> annotations, Domain plane) {
        Set<Tenant> tenants = namespaces.stream().map(Tenant::new).collect(Collectors.toSet());
        return new DomainRule(tenants, namespaceLabels, labels, annotations, Optional.of(plane));
    }
}
