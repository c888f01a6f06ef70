package mesh.warren.agent.domain;

import java.util.List;
import java.util.Optional;
import mesh.warren.model.id.Domain;

/**
 * Which control plane feeds which pods.
 *
 * @param controlPlanes all that there are, by different names
 * @param rules         the first one that matches decides; none: the built-in virtual Envoy
 */
public record Domains(List<ControlPlane> controlPlanes, List<DomainRule> rules) {

    /** Every pod has the agent's built-in virtual Envoy. */
    public static final Domains BUILT_IN = new Domains(List.of(), List.of());

    public Domains {
        controlPlanes = List.copyOf(controlPlanes);
        rules = List.copyOf(rules);
    }

    /** What a pod is fed by; decided when it joins. */
    public sealed interface Choice {

        /** The agent itself. */
        record BuiltIn() implements Choice {}

        /** A control plane. */
        record Fed(ControlPlane by) implements Choice {}

        /** A rule asks for labels or annotations of a pod that the cluster has not described yet: it must wait. */
        record Unknown() implements Choice {}
    }

    /**
     * @param pod       what is known of it
     * @param described whether the cluster has described it, so that what it lacks it does not have
     */
    public Choice of(PodFields pod, boolean described) {
        for (DomainRule rule : rules) {
            if (rule.matches(pod)) {
                return rule.controlPlane().<Choice>map(name -> new Choice.Fed(named(name).orElseThrow())).orElseGet(Choice.BuiltIn::new);
            }
            if (!described && rule.dependsOnMore(pod)) {
                return new Choice.Unknown();
            }
        }
        return new Choice.BuiltIn();
    }

    /** The control plane of this name. */
    public Optional<ControlPlane> named(Domain name) {
        return controlPlanes.stream().filter(plane -> plane.domain().equals(name)).findFirst();
    }
}
