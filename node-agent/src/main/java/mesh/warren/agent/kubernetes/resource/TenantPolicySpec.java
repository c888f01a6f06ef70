package mesh.warren.agent.kubernetes.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What is not said is as in the agent's settings. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(value = "has(self.limits) || has(self.sharing) || has(self.extensions)", message = "says nothing: give limits, sharing or extensions")
public record TenantPolicySpec(
        @Required @Size(min = 1)
        @JsonPropertyDescription("The Kubernetes namespaces that it is for. Of two policies for one namespace the first by name counts.")
        List<String> namespaces,
        @PrinterColumn(name = "SHARING")
        @JsonPropertyDescription("With whom pods share what their control plane sent alike: domain (all that it feeds), tenant (their namespace), pod (nobody).")
        Sharing sharing,
        @JsonPropertyDescription("What one pod may cost.")
        Limits limits,
        @JsonPropertyDescription("What tenants may use besides the default, and what is left out with a notice. Nothing that breaks isolation can be allowed.")
        Extensions extensions) {

    /** {@code sharing}. */
    public enum Sharing { domain, tenant, pod }

    /** {@code limits}: as the settings {@code limits.*}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Limits(
            @Min(1) @JsonPropertyDescription("Connections open at one door.") Integer connections,
            @Min(10) @JsonPropertyDescription("New connections in a second at one door.") Integer connectionsPerSecond,
            @Min(1) @JsonPropertyDescription("Resources of the virtual Envoy.") Integer resources,
            @Min(1) @JsonPropertyDescription("Bytes of all of them.") Integer bytes,
            @Min(1) @JsonPropertyDescription("Of them clusters.") Integer clusters,
            @Min(1) @JsonPropertyDescription("Of them filter chains.") Integer chains,
            @Min(1) @JsonPropertyDescription("References from one to another.") Integer references,
            @Min(1) @JsonPropertyDescription("Discovery responses worked on in a second.") Integer updatesPerSecond) {}

    /** {@code extensions}: as in a rewriting policy. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Extensions(
            @JsonPropertyDescription("Full message names of extensions to leave out with a notice.") List<String> stripTypes,
            @JsonPropertyDescription("Names of extensions to leave out with a notice, such as istio.stats.") List<String> stripNames,
            @JsonPropertyDescription("Filter state keys that set_filter_state may write; never Envoy's or the agent's own.") List<String> filterStateKeys,
            @JsonPropertyDescription("Commands of format strings besides the built-in list; never those that read process or disk.") List<String> formatCommands) {}
}
