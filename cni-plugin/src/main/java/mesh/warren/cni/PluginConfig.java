package mesh.warren.cni;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import mesh.warren.cni.json.JsonException;
import mesh.warren.cni.json.JsonObject;
import mesh.warren.cni.spec.CniArgs;
import mesh.warren.cni.spec.CniException;
import mesh.warren.cni.spec.ErrorCode;

/**
 * The plugin's own keys in a conflist. A key that is not known is refused: it may be a safety that somebody relies on.
 *
 * @param socket the agent's Unix socket
 * @param timeoutSeconds how long the whole command may take, 1 to 120
 * @param allowWhenAbsent {@code agentAbsent: allow}: a pod may start without Warren while the agent is away
 * @param exempt {@code TENANT/NAME-PREFIX} of pods that are left alone: the agent's own must start without an agent
 */
record PluginConfig(Path socket, int timeoutSeconds, boolean allowWhenAbsent, List<String> exempt) {

    private static final Set<String> OWN = Set.of("socket", "timeoutSeconds", "agentAbsent", "exempt");

    /** The specification's keys ("Plugin configuration objects", "Deriving execution configuration"). */
    private static final Set<String> SPECIFIED = Set.of("cniVersion", "name", "type", "args", "capabilities", "runtimeConfig", "ipMasq",
            "ipam", "dns", "prevResult");

    static PluginConfig parse(JsonObject json) throws CniException {
        try {
            for (String name : json.names()) {
                if (!OWN.contains(name) && !SPECIFIED.contains(name) && !name.startsWith("cni.dev/")) {
                    throw new CniException(ErrorCode.UNSUPPORTED_FIELD,
                            "network configuration: key '" + name + "' is not known to warren: remove it, or correct it to one of " + OWN);
                }
            }
            return new PluginConfig(path(json.string("socket").orElse("/run/warren/cni/warren.sock")),
                    json.integer("timeoutSeconds", 1, 120).orElse(10L).intValue(),
                    allow(json.string("agentAbsent").orElse("fail")), exempt(json.strings("exempt")));
        } catch (JsonException invalid) {
            throw new CniException(ErrorCode.INVALID_NETWORK_CONFIG, "network configuration: " + invalid.getMessage());
        }
    }

    boolean exempts(CniArgs pod) {
        String name = pod.podNamespace().orElse("") + "/" + pod.podName().orElse("");
        for (String prefix : exempt) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private static Path path(String text) throws JsonException {
        if (!text.startsWith("/")) {
            throw new JsonException("'socket' is '" + text + "': want an absolute path");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException invalid) {
            throw new JsonException("'socket' is no path: " + invalid.getReason());
        }
    }

    private static boolean allow(String policy) throws JsonException {
        return switch (policy) {
            case "fail" -> false;
            case "allow" -> true;
            default -> throw new JsonException("'agentAbsent' is '" + policy + "': want 'fail' or 'allow'");
        };
    }

    /** A prefix without a whole tenant in it would exempt pods of other tenants. */
    private static List<String> exempt(List<String> prefixes) throws JsonException {
        for (String prefix : prefixes) {
            int slash = prefix.indexOf('/');
            if (slash <= 0 || slash == prefix.length() - 1) {
                throw new JsonException("'exempt' has '" + prefix + "': want TENANT/NAME-PREFIX, such as warren-system/warren-");
            }
        }
        return prefixes;
    }
}
