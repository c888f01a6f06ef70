package mesh.warren.agent.cni;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.warren.cni.spec.CniException;
import mesh.warren.cni.spec.ErrorCode;
import mesh.warren.cni.wire.Sandbox;
import mesh.warren.model.id.NetnsId;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.id.Tenant;

/** Makes the agent's types of what came over the wire. It looks at the network namespace's path and does not enter it. */
final class AttachmentReader {

    private AttachmentReader() {}

    static Attachment read(Sandbox sandbox) throws CniException {
        Path path = path(sandbox.netns());
        try {
            return new Attachment(sandbox.id(), path, identify(path), pod(sandbox),
                    new PodUid(sandbox.podUid().orElse(sandbox.id().containerId())), addresses(sandbox.ips()));
        } catch (IllegalArgumentException invalid) {
            throw new CniException(ErrorCode.INVALID_ENVIRONMENT, "CNI_ARGS: " + invalid.getMessage());
        }
    }

    private static Path path(String text) throws CniException {
        try {
            if (text.startsWith("/")) {
                return Path.of(text);
            }
        } catch (InvalidPathException invalid) {
            // Falls through to the message below.
        }
        throw new CniException(ErrorCode.INVALID_ENVIRONMENT, "CNI_NETNS is '" + text + "': want an absolute path");
    }

    private static NetnsId identify(Path path) throws CniException {
        try {
            Map<String, Object> stat = Files.readAttributes(path, "unix:dev,ino");
            return new NetnsId((Long) stat.get("dev"), (Long) stat.get("ino"));
        } catch (IOException gone) {
            throw new CniException(ErrorCode.INVALID_ENVIRONMENT, "CNI_NETNS '" + path
                    + "' cannot be read by the agent: the container is gone, or the path is not mounted where the agent runs (" + gone + ")");
        }
    }

    private static Optional<PodName> pod(Sandbox sandbox) {
        if (sandbox.tenant().isPresent() != sandbox.podName().isPresent()) {
            throw new IllegalArgumentException("K8S_POD_NAMESPACE and K8S_POD_NAME: want both or none");
        }
        return sandbox.tenant().map(tenant -> new PodName(new Tenant(tenant), sandbox.podName().orElseThrow()));
    }

    private static List<InterfaceAddress> addresses(List<String> ips) throws CniException {
        try {
            return ips.stream().map(InterfaceAddress::parse).toList();
        } catch (IllegalArgumentException invalid) {
            throw new CniException(ErrorCode.INVALID_NETWORK_CONFIG, "prevResult.ips: " + invalid.getMessage());
        }
    }
}
