package mesh.warren.cni.wire;

import java.util.List;
import java.util.Optional;
import mesh.warren.cni.json.JsonException;
import mesh.warren.cni.json.JsonObject;
import mesh.warren.cni.json.JsonWriter;
import mesh.warren.cni.spec.AttachmentId;

/**
 * An attachment as the runtime describes it. Strings as they came: the agent makes its own types of them, and refuses.
 *
 * @param id       which attachment
 * @param netns    path of the container's network namespace
 * @param tenant   the pod's Kubernetes namespace, where the runtime said it
 * @param podName  where the runtime said it
 * @param podUid   where the runtime said it
 * @param ips      addresses inside the container, as {@code ADDRESS/PREFIX-LENGTH}
 */
public record Sandbox(AttachmentId id, String netns, Optional<String> tenant, Optional<String> podName,
        Optional<String> podUid, List<String> ips) {

    JsonWriter json() {
        return writeId(id).string("netns", netns).string("podNamespace", tenant.orElse(null))
                .string("podName", podName.orElse(null)).string("podUid", podUid.orElse(null)).strings("ips", ips);
    }

    static Sandbox read(JsonObject json) throws JsonException {
        return new Sandbox(readId(json), json.requiredString("netns"), json.string("podNamespace"), json.string("podName"),
                json.string("podUid"), json.strings("ips"));
    }

    static JsonWriter writeId(AttachmentId id) {
        return new JsonWriter().string("containerId", id.containerId()).string("ifname", id.ifname());
    }

    static AttachmentId readId(JsonObject json) throws JsonException {
        try {
            return new AttachmentId(json.requiredString("containerId"), json.requiredString("ifname"));
        } catch (IllegalArgumentException invalid) {
            throw new JsonException(invalid.getMessage());
        }
    }
}
