package mesh.warren.agent.cni;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import mesh.warren.cni.spec.AttachmentId;
import mesh.warren.model.id.NetnsId;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;

/**
 * A container's attachment to the network, as the runtime describes it and with its network namespace identified.
 *
 * @param id        which attachment
 * @param netnsPath the runtime's path to the network namespace; its own, so it may go at any time
 * @param netns     what that path led to when the request arrived
 * @param pod       where the runtime named it ({@code K8S_POD_NAMESPACE}, {@code K8S_POD_NAME})
 * @param uid       {@code K8S_POD_UID}, or else the container id
 * @param addresses the container's addresses, from the plugins before
 */
public record Attachment(AttachmentId id, Path netnsPath, NetnsId netns, Optional<PodName> pod, PodUid uid,
        List<InterfaceAddress> addresses) {

    public Attachment {
        addresses = List.copyOf(addresses);
    }
}
