package mesh.warren.cni.spec;

import java.util.Map;

/**
 * The environment that a runtime executes the plugin with. {@code CNI_PATH} is not read: the plugin delegates to no other.
 *
 * @param command what is asked
 * @param environment the process's environment; read on demand, since each command wants other variables
 */
public record Invocation(Command command, Map<String, String> environment) {

    public static Invocation of(Map<String, String> environment) throws CniException {
        return new Invocation(Command.of(required(environment, "CNI_COMMAND")), environment);
    }

    /** {@code CNI_CONTAINERID} and {@code CNI_IFNAME}. */
    public AttachmentId attachment() throws CniException {
        String containerId = required(environment, "CNI_CONTAINERID");
        String ifname = required(environment, "CNI_IFNAME");
        try {
            return new AttachmentId(containerId, ifname);
        } catch (IllegalArgumentException invalid) {
            throw new CniException(ErrorCode.INVALID_ENVIRONMENT, "CNI_CONTAINERID or CNI_IFNAME: " + invalid.getMessage());
        }
    }

    /** {@code CNI_NETNS}: the path of the container's network namespace. */
    public String netns() throws CniException {
        return required(environment, "CNI_NETNS");
    }

    /** {@code CNI_NETNS} where it may be missing (DEL): empty then. */
    public String netnsIfGiven() {
        return environment.getOrDefault("CNI_NETNS", "");
    }

    public CniArgs args() throws CniException {
        return CniArgs.parse(environment.getOrDefault("CNI_ARGS", ""));
    }

    private static String required(Map<String, String> environment, String name) throws CniException {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            throw new CniException(ErrorCode.INVALID_ENVIRONMENT,
                    "environment variable " + name + " is missing: a container runtime sets it (CNI specification, \"Parameters\")");
        }
        return value;
    }
}
