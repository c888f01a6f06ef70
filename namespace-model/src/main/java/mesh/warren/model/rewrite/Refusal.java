package mesh.warren.model.rewrite;

/**
 * One reason why a resource is refused.
 *
 * @param path   the field, such as {@code virtual_hosts[0].routes[2].route.cluster_header}; empty for the whole resource.
 *               What an {@code Any} holds goes on without a step of its own: {@code filters[0].typed_config.stat_prefix}
 * @param rule   the id of the rule: of a {@link Rule}, or of the table's {@link mesh.warren.model.api.RefusalKind}
 * @param value  the offending value, shortened to 80 characters, control characters escaped; may be empty
 * @param remedy what the author of the resource can do
 */
public record Refusal(String path, String rule, String value, String remedy) {

    /** With the rule's own remedy. */
    public static Refusal of(String path, Rule rule, String value) {
        return new Refusal(path, rule.id(), value, rule.remedy());
    }

    @Override
    public String toString() {
        return (path.isEmpty() ? "" : path + ": ") + rule + (value.isEmpty() ? "" : " '" + value + "'") + ": " + remedy;
    }
}
