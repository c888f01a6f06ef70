package mesh.warren.model.capture;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A plan as nftables rules (nft syntax, nft(8)), in one transaction: the kernel has the old rules or the new ones, never a
 * part. The table is {@code inet warren}; nothing outside of it is touched.
 */
public final class NftRules {

    /** Lists the table, to compare it with what it should be. */
    public static final String LIST = "list table inet warren";

    /** Takes the table away; also succeeds when there is none. */
    public static final String REMOVE = "add table inet warren\ndelete table inet warren\n";

    private final StringBuilder out = new StringBuilder();
    private final CapturePlan plan;

    private NftRules(CapturePlan plan) {
        this.plan = plan;
    }

    /** The transaction that replaces what is there by this plan. */
    public static String of(CapturePlan plan) {
        return new NftRules(plan).render();
    }

    private String render() {
        out.append(REMOVE).append("table inet warren {\n");
        if (plan.transparent()) {
            chain("transparent_output", "filter hook output priority -300", untracked());
            chain("transparent_prerouting", "filter hook prerouting priority -300", "iif \"lo\" " + untracked());
        }
        outbound();
        inbound();
        guard();
        return out.append("}\n").toString();
    }

    /**
     * Envoy's connection to the application and the client's connection to the pod can have one and the same four-tuple; were
     * both tracked, the second would be taken for the first and redirected with it. So the second is not tracked.
     */
    private String untracked() {
        return "meta mark " + mark(CapturePlan.TRANSPARENT_MARK) + " notrack";
    }

    private void outbound() {
        begin("outbound", "nat hook output priority -100");
        // A pod that calls itself where doors speak TLS to each other: through its own door, as from anywhere else.
        rule("meta mark " + mark(CapturePlan.MESH_MARK) + " ip daddr != 127.0.0.0/8 fib daddr type local meta l4proto tcp redirect to :" + plan.inboundDoor());
        rule("meta mark " + mark(CapturePlan.MESH_MARK) + " ip6 daddr != ::1 fib daddr type local meta l4proto tcp redirect to :" + plan.inboundDoor());
        rule("meta mark { " + mark(CapturePlan.UPSTREAM_MARK) + ", " + mark(CapturePlan.TRANSPARENT_MARK) + ", "
                + mark(CapturePlan.MESH_MARK) + " } return");
        rule("ip daddr 127.0.0.0/8 return");
        rule("ip6 daddr ::1 return");
        Exclusions exclusions = plan.exclusions();
        for (Family family : Family.values()) {
            List<Cidr> excluded = ofFamily(exclusions.outboundCidrs(), family);
            if (!excluded.isEmpty()) {
                rule(family.keyword() + " daddr " + set(excluded) + " return");
            }
        }
        if (!exclusions.outboundPorts().isEmpty()) {
            rule("tcp dport " + set(exclusions.outboundPorts()) + " return");
        }
        if (exclusions.onlyOutboundCidrs().isEmpty()) {
            rule("meta l4proto tcp redirect to :" + plan.outboundDoor());
        }
        for (Family family : Family.values()) {
            List<Cidr> only = ofFamily(exclusions.onlyOutboundCidrs(), family);
            if (!only.isEmpty()) {
                rule(family.keyword() + " daddr " + set(only) + " meta l4proto tcp redirect to :" + plan.outboundDoor());
            }
        }
        end();
    }

    /** Only what is addressed to the pod: what it forwards for others (containers within it) is not its own. */
    private void inbound() {
        begin("inbound", "nat hook prerouting priority -100");
        rule("iif \"lo\" return");
        rule("fib daddr type != local return");
        rule("tcp dport " + set(plan.doors()) + " return");
        if (!plan.exclusions().inboundPorts().isEmpty()) {
            rule("tcp dport " + set(plan.exclusions().inboundPorts()) + " return");
        }
        rule("meta l4proto tcp redirect to :" + plan.inboundDoor());
        end();
    }

    /**
     * A door accepts what was redirected to it and nothing else: a connection to its own address would have this address as
     * original destination, and Envoy would connect to itself without end (design section 3, "self-redirect").
     */
    private void guard() {
        begin("guard", "filter hook input priority 0");
        rule("tcp dport " + set(plan.doors()) + " ct status dnat accept");
        rule("tcp dport " + set(plan.doors()) + " reject with tcp reset");
        for (Family family : uncaptured()) {
            rule("meta nfproto " + protocol(family) + " iif != \"lo\" meta l4proto tcp reject with tcp reset");
        }
        end();
        if (!uncaptured().isEmpty()) {
            begin("guard_output", "filter hook output priority 0");
            for (Family family : uncaptured()) {
                rule("meta nfproto " + protocol(family) + " oif != \"lo\" meta l4proto tcp reject with tcp reset");
            }
            end();
        }
    }

    private List<Family> uncaptured() {
        return List.of(Family.values()).stream().filter(family -> !plan.families().contains(family)).toList();
    }

    private static List<Cidr> ofFamily(List<Cidr> blocks, Family family) {
        return blocks.stream().filter(block -> block.family() == family).toList();
    }

    private static String protocol(Family family) {
        return family == Family.IPV4 ? "ipv4" : "ipv6";
    }

    private static String mark(int mark) {
        return "0x" + Integer.toHexString(mark);
    }

    private static String set(Collection<?> elements) {
        return elements.stream().map(Object::toString).collect(Collectors.joining(", ", "{ ", " }"));
    }

    private void chain(String name, String hook, String only) {
        begin(name, hook);
        rule(only);
        end();
    }

    private void begin(String name, String hook) {
        out.append("\tchain ").append(name).append(" {\n\t\ttype ").append(hook).append("; policy accept;\n");
    }

    private void rule(String text) {
        out.append("\t\t").append(text).append('\n');
    }

    private void end() {
        out.append("\t}\n");
    }
}
