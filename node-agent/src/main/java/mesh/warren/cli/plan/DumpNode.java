package mesh.warren.cli.plan;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mesh.warren.model.id.Tenant;

/**
 * Whose dump it is, by the bootstrap's {@code node}.
 *
 * @param name   of the pod; empty when the node does not say
 * @param tenant the pod's Kubernetes namespace; empty when the node does not say, or not with a name that Kubernetes allows
 */
record DumpNode(Optional<String> name, Optional<Tenant> tenant) {

    static final DumpNode UNKNOWN = new DumpNode(Optional.empty(), Optional.empty());

    /** istio's: {@code sidecar~IP~POD.NAMESPACE~DOMAIN}. */
    private static final Pattern ISTIO = Pattern.compile("[^~]*~[^~]*~([^~]+)\\.([^.~]+)~.*");

    /** @param node the tree of a Node */
    static DumpNode of(Object node) {
        Matcher id = ISTIO.matcher(Trees.text(node, "id").orElse(""));
        boolean istio = id.matches();
        Optional<String> name = Trees.text(node, "metadata", "NAME").or(() -> istio ? Optional.of(id.group(1)) : Optional.empty());
        Optional<String> tenant = Trees.text(node, "metadata", "NAMESPACE")
                .or(() -> istio ? Optional.of(id.group(2)) : Optional.empty());
        return new DumpNode(name, tenant.flatMap(DumpNode::tenant));
    }

    private static Optional<Tenant> tenant(String name) {
        try {
            return Optional.of(new Tenant(name));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }
}
