package mesh.warren.model.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What of a pod's traffic is left alone: it passes the doors by, as if Warren was not there. Each list is sorted and holds
 * no element twice nor one that another covers, so that equal wishes are equal values.
 *
 * @param outboundPorts         destination ports of connections that the pod opens
 * @param inboundPorts          the pod's own ports, for connections opened to it
 * @param outboundCidrs         destinations of connections that the pod opens; these win over {@code onlyOutboundCidrs}
 * @param onlyOutboundCidrs     when not empty: the only destinations that are captured
 */
public record Exclusions(List<PortRange> outboundPorts, List<PortRange> inboundPorts, List<Cidr> outboundCidrs,
                         List<Cidr> onlyOutboundCidrs) {

    /** Everything is captured. */
    public static final Exclusions NONE = new Exclusions(List.of(), List.of(), List.of(), List.of());

    public Exclusions {
        outboundPorts = merged(outboundPorts);
        inboundPorts = merged(inboundPorts);
        outboundCidrs = widest(outboundCidrs);
        onlyOutboundCidrs = widest(onlyOutboundCidrs);
    }

    /** What this or the other leaves alone: the node's settings and a pod's annotations. */
    public Exclusions and(Exclusions other) {
        return new Exclusions(both(outboundPorts, other.outboundPorts), both(inboundPorts, other.inboundPorts),
                both(outboundCidrs, other.outboundCidrs), both(onlyOutboundCidrs, other.onlyOutboundCidrs));
    }

    private static <T> List<T> both(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    private static List<PortRange> merged(List<PortRange> ranges) {
        List<PortRange> out = new ArrayList<>();
        for (PortRange range : ranges.stream().sorted().toList()) {
            PortRange before = out.isEmpty() ? null : out.getLast();
            if (before != null && range.first() <= before.last() + 1) {
                out.set(out.size() - 1, new PortRange(before.first(), Math.max(before.last(), range.last())));
            } else {
                out.add(range);
            }
        }
        return List.copyOf(out);
    }

    private static List<Cidr> widest(List<Cidr> blocks) {
        List<Cidr> out = new ArrayList<>();
        for (Cidr block : blocks.stream().sorted().toList()) {
            if (out.isEmpty() || !out.getLast().contains(block)) {
                out.add(block);
            }
        }
        return List.copyOf(out);
    }
}
