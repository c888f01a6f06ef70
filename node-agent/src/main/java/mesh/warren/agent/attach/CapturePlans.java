package mesh.warren.agent.attach;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import mesh.warren.agent.netns.Interfaces;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.settings.AgentSettings.Ipv6;
import mesh.warren.agent.settings.CaptureSettings;
import mesh.warren.model.capture.CaptureAnnotations;
import mesh.warren.model.capture.CapturePlan;
import mesh.warren.model.capture.Exclusions;
import mesh.warren.model.capture.Family;
import mesh.warren.model.listen.ClientAddress;

/**
 * What is to be captured of a pod: from its annotations, the node's settings, and whether its namespace has IPv6.
 *
 * @param settings of every pod of the node
 * @param ipv6     whether pods have IPv6 doors
 */
public record CapturePlans(CaptureSettings settings, Ipv6 ipv6) {

    /**
     * @throws IllegalArgumentException for an annotation that cannot be read; the message names it and the remedy
     * @throws IOException              when the pod's network namespace is gone
     */
    CapturePlan of(PodRecord pod) throws IOException {
        return new CapturePlan(families(pod.pin()), settings.doors().outboundPort(), settings.doors().inboundPort(),
                settings.clientAddress() == ClientAddress.KEPT, exclusions(pod.annotations()));
    }

    Exclusions exclusions(Map<String, String> annotations) {
        return settings.exclusions().and(CaptureAnnotations.parse(annotations));
    }

    private Set<Family> families(Path pin) throws IOException {
        return ipv6Doors(ipv6, pin) ? EnumSet.allOf(Family.class) : EnumSet.of(Family.IPV4);
    }

    /**
     * Whether the pod with this network namespace gets IPv6 doors.
     *
     * @throws IOException when the namespace is gone, or has no IPv6 and the setting demands it
     */
    public static boolean ipv6Doors(Ipv6 wanted, Path netns) throws IOException {
        if (wanted == Ipv6.OFF) {
            return false;
        }
        boolean usable = NetnsThread.call(netns, Interfaces::here).ipv6Usable();
        if (wanted == Ipv6.ON && !usable) {
            throw new IOException("its network namespace has no [::1], but the setting 'ipv6' is 'on': enable IPv6 there, or set it to 'auto'");
        }
        return usable;
    }
}
