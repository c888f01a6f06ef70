package mesh.warren.cni.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mesh.warren.cni.json.JsonException;
import mesh.warren.cni.json.JsonObject;

/**
 * The result of the plugins before this one.
 *
 * @param text exactly as it came: the plugin's own result, since it changes nothing
 * @param containerIps the addresses inside the container, as {@code ADDRESS/PREFIX-LENGTH}
 */
public record PrevResult(String text, List<String> containerIps) {

    static PrevResult parse(JsonObject result, String text, CniVersion wanted) throws JsonException, CniException {
        String version = result.string("cniVersion").orElse("");
        if (!version.equals(wanted.text())) {
            throw new CniException(ErrorCode.INCOMPATIBLE_VERSION, "prevResult.cniVersion is '" + version + "' and cniVersion is '" + wanted.text()
                    + "': the runtime must convert prevResult, as it is passed on unchanged");
        }
        List<JsonObject> interfaces = result.objects("interfaces");
        List<String> ips = new ArrayList<>();
        for (JsonObject ip : result.objects("ips")) {
            Optional<Long> index = ip.integer("interface", 0, Integer.MAX_VALUE);
            if (index.isEmpty() || inContainer(interfaces, index.get().intValue())) {
                ips.add(ip.requiredString("address"));
            }
        }
        return new PrevResult(text, ips);
    }

    /** An interface with a sandbox is inside the container; one without is on the host ("Success", {@code interfaces}). */
    private static boolean inContainer(List<JsonObject> interfaces, int index) throws JsonException {
        if (index >= interfaces.size()) {
            throw new JsonException("'prevResult.ips' has interface " + index + ", and there are only " + interfaces.size());
        }
        return !interfaces.get(index).string("sandbox").orElse("").isEmpty();
    }
}
