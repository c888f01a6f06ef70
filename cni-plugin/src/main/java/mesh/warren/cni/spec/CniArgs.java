package mesh.warren.cni.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code CNI_ARGS}: {@code KEY=VALUE} pairs separated by ';'. Kubernetes runtimes say here whose sandbox it is. Keys that are not known are left alone,
 * as other plugins of the chain may want them.
 *
 * @param pairs by key
 */
public record CniArgs(Map<String, String> pairs) {

    public static CniArgs parse(String text) throws CniException {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.split(";")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
            } else if (!pair.isEmpty()) {
                throw new CniException(ErrorCode.INVALID_ENVIRONMENT, "CNI_ARGS has '" + pair + "': want KEY=VALUE;KEY=VALUE");
            }
        }
        return new CniArgs(pairs);
    }

    /** The pod's Kubernetes namespace. */
    public Optional<String> podNamespace() {
        return value("K8S_POD_NAMESPACE");
    }

    public Optional<String> podName() {
        return value("K8S_POD_NAME");
    }

    public Optional<String> podUid() {
        return value("K8S_POD_UID");
    }

    private Optional<String> value(String key) {
        String value = pairs.get(key);
        return value == null || value.isEmpty() ? Optional.empty() : Optional.of(value);
    }
}
