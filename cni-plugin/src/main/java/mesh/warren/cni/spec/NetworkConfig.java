package mesh.warren.cni.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mesh.warren.cni.json.JsonException;
import mesh.warren.cni.json.JsonObject;
import mesh.warren.cni.json.JsonReader;

/**
 * The network configuration on the plugin's standard input, in so far as the specification defines it.
 *
 * @param version {@code cniVersion}
 * @param json all of it; the plugin's own keys are read from here
 */
public record NetworkConfig(CniVersion version, JsonObject json) {

    /** Reads JSON of a version that the plugin speaks and that has the command. */
    public static NetworkConfig parse(JsonObject json, Command command) throws CniException {
        String text = string(json, "cniVersion").orElse("");
        Optional<CniVersion> version = CniVersion.of(text);
        if (version.isEmpty()) {
            throw new CniException(ErrorCode.INCOMPATIBLE_VERSION,
                    "cniVersion '" + text + "' is not supported: want one of " + CniVersion.supported());
        }
        if (version.get().compareTo(command.since()) < 0) {
            throw new CniException(ErrorCode.INCOMPATIBLE_VERSION,
                    "cniVersion " + text + " has no " + command + ": it came with " + command.since().text());
        }
        return new NetworkConfig(version.get(), json);
    }

    /** Reads the bytes of standard input. */
    public static JsonObject decode(byte[] stdin) throws CniException {
        try {
            return JsonReader.readObject(stdin);
        } catch (JsonException notJson) {
            throw new CniException(ErrorCode.DECODING_FAILURE, "network configuration on standard input: " + notJson.getMessage());
        }
    }

    /** {@code prevResult}: what the plugins before this one did. Without it the plugin has nothing to do its work on. */
    public PrevResult prevResult() throws CniException {
        try {
            Optional<JsonObject> object = json.object("prevResult");
            if (object.isEmpty()) {
                throw new CniException(ErrorCode.INVALID_NETWORK_CONFIG,
                        "prevResult is missing: warren must come after a plugin that makes the interface, in the same conflist");
            }
            return PrevResult.parse(object.get(), json.members().get("prevResult").text(), version);
        } catch (JsonException invalid) {
            throw new CniException(ErrorCode.INVALID_NETWORK_CONFIG, "network configuration: " + invalid.getMessage());
        }
    }

    /**
     * {@code cni.dev/valid-attachments} of GC: all attachments that are to stay. Absent is not the same as empty, and refused; {@code null} is how
     * libcni writes a list that was never filled.
     */
    public List<AttachmentId> validAttachments() throws CniException {
        try {
            if (!json.names().contains("cni.dev/valid-attachments")) {
                throw new JsonException("'cni.dev/valid-attachments' is missing: GC without it would remove every attachment");
            }
            List<AttachmentId> valid = new ArrayList<>();
            for (JsonObject attachment : json.objects("cni.dev/valid-attachments")) {
                valid.add(new AttachmentId(attachment.requiredString("containerID"), attachment.requiredString("ifname")));
            }
            return valid;
        } catch (JsonException | IllegalArgumentException invalid) {
            throw new CniException(ErrorCode.INVALID_NETWORK_CONFIG, "network configuration: " + invalid.getMessage());
        }
    }

    private static Optional<String> string(JsonObject json, String name) throws CniException {
        try {
            return json.string(name);
        } catch (JsonException invalid) {
            throw new CniException(ErrorCode.INVALID_NETWORK_CONFIG, "network configuration: " + invalid.getMessage());
        }
    }
}
