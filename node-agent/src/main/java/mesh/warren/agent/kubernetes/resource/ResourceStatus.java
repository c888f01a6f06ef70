package mesh.warren.agent.kubernetes.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Map;

/** What each node's agent makes of a resource. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ResourceStatus(@JsonPropertyDescription("By the node's name.") Map<String, OnNode> nodes) {

    /** What one agent says. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OnNode(
            @JsonPropertyDescription("Whether the resource is in use as it is.") boolean accepted,
            @JsonPropertyDescription("metadata.generation that this is about.") Long observedGeneration,
            @JsonPropertyDescription("What is wrong, and what to do.") String message) {}
}
