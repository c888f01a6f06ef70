package mesh.warren.demo.node;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import mesh.warren.cni.spec.AttachmentId;

/**
 * What a runtime says of one container.
 *
 * @param id    container and interface
 * @param netns path of its network namespace
 * @param args  {@code CNI_ARGS}, in order
 */
public record RuntimeConf(AttachmentId id, Path netns, Map<String, String> args) {

    /** As containerd and CRI-O name a Kubernetes pod. */
    public static RuntimeConf kubernetes(AttachmentId id, Path netns, String tenant, String pod, String uid) {
        Map<String, String> args = new LinkedHashMap<>();
        args.put("IgnoreUnknown", "1");
        args.put("K8S_POD_NAMESPACE", tenant);
        args.put("K8S_POD_NAME", pod);
        args.put("K8S_POD_INFRA_CONTAINER_ID", id.containerId());
        args.put("K8S_POD_UID", uid);
        return new RuntimeConf(id, netns, args);
    }

    Map<String, String> environment() {
        return Map.of("CNI_CONTAINERID", id.containerId(), "CNI_IFNAME", id.ifname(), "CNI_NETNS", netns.toString(),
                "CNI_ARGS", args.entrySet().stream().map(arg -> arg.getKey() + "=" + arg.getValue()).collect(Collectors.joining(";")));
    }
}
