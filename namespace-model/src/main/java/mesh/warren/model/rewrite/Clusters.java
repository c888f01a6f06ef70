package mesh.warren.model.rewrite;

import io.envoyproxy.envoy.config.core.v3.BindConfig;
import io.envoyproxy.envoy.config.core.v3.ExtraSourceAddress;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import java.util.List;
import mesh.warren.model.api.FieldClass;
import mesh.warren.model.api.RefusalKind;
import mesh.warren.model.rewrite.wire.Source;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/** What clusters need beyond the classes of their fields: the agent's binding, and limits lifted where they are no state. */
final class Clusters {

    static final int CIRCUIT_BREAKERS = 10;
    static final int BIND_CONFIG = 21;
    static final int PER_HOST_THRESHOLDS = 2;
    static final int SERVICE_NAME = 2;

    /** What istiod and others send for "no limit". */
    static final long UNLIMITED = 0xffff_ffffL;
    /** A limit that no pod reaches keeps no state that a neighbour could feel. */
    static final long UNLIMITED_IN_EFFECT = 1L << 30;

    private static final int THRESHOLDS = 1;
    private static final int SOURCE_ADDRESS = 1;
    private static final int PRIORITIES = 2;

    private final Walk walk;
    private final Peek peek;
    private final byte[] shared;

    Clusters(Walk walk, BindConfig shared) {
        this.walk = walk;
        this.peek = new Peek(walk.source);
        this.shared = shared.toByteArray();
    }

    /** A cluster that somebody calls without a downstream connection is its pod's own. */
    void enter() {
        if (walk.context.view().detached().contains(walk.self.name().value())) {
            walk.scope = Scope.POD;
        }
    }

    /** Remembers which priorities have thresholds. */
    void enterBreakers(int from, int to) {
        Source source = walk.source;
        int present = 0;
        source.at = from;
        while (source.at < to) {
            int tag = source.tag(to);
            int value = source.at;
            source.skip(tag, to);
            if (tag == (THRESHOLDS << 3 | Source.LENGTH)) {
                int end = source.at;
                source.at = value;
                source.length(end);
                present |= 1 << (peek.number(1, source.at, end, 0) & 7);
                source.at = end;
            }
        }
        walk.flag(present);
    }

    /** Whether the thresholds that the walk is in are a host's: there Envoy refuses all but one field. */
    boolean perHost() {
        FieldPlan field = walk.report.path.parent(0);
        return field != null && field.number == PER_HOST_THRESHOLDS && field.parent.special == Special.CIRCUIT_BREAKERS;
    }

    /** Writes an absent field of a cluster. */
    void absent(FieldPlan field) {
        if (field.number == DnsClusters.WARM || field.number == DnsClusters.RESOLVER) {
            walk.dns.absent(field);
            return;
        }
        walk.out.varint(field.tag & 0xffff_ffffL);
        if (field.number == BIND_CONFIG) {
            binding();
            return;
        }
        walk.flag(0);
        walk.out.open();
        priorities();
        walk.out.pop(-2);
    }

    /** Writes unlimited thresholds for each priority that has none: Envoy's default of 1,024 is meant for one pod. */
    void priorities() {
        int present = walk.flag();
        for (int priority = 0; priority < PRIORITIES; priority++) {
            if ((present & 1 << priority) == 0) {
                walk.out.varint(THRESHOLDS << 3 | Source.LENGTH);
                walk.out.open();
                if (priority > 0) {
                    walk.out.varint(1 << 3);
                    walk.out.varint(priority);
                }
                for (FieldPlan field : walk.plans.message("envoy.config.cluster.v3.CircuitBreakers.Thresholds").fields) {
                    if (field.rule == FieldClass.THRESHOLD) {
                        walk.absent.number(field, UNLIMITED);
                    }
                }
                walk.out.pop(-2);
            }
        }
    }

    /** Writes the binding in place of the tenant's own, of which only an IP source address can be kept. */
    void bind(FieldPlan field, int from, int to) {
        walk.messages.discard(field, from, to);
        walk.out.varint(field.tag & 0xffff_ffffL);
        String address = ownAddress(from, to);
        if (address == null) {
            binding();
            return;
        }
        walk.report.notice("source address " + address + " kept; the rest of the binding is the agent's");
        boolean ipv6 = address.indexOf(':') >= 0;
        BindConfig.Builder own = (ofPod() ? walk.context.view().binding().get() : walk.shared).toBuilder();
        SocketAddress source = own.getSourceAddress().toBuilder().setAddress(address).build();
        if (ipv6) {
            own.clearExtraSourceAddresses().addExtraSourceAddresses(
                    ExtraSourceAddress.newBuilder().setAddress(own.getSourceAddress()));
        }
        binding(own.setSourceAddress(source).build().toByteArray());
    }

    /** The tenant's source address; null when it has none. Refuses all that cannot be kept. */
    private String ownAddress(int from, int to) {
        for (FieldPlan other : walk.plans.message("envoy.config.core.v3.BindConfig").fields) {
            if (other.number != SOURCE_ADDRESS && peek.count(other.number, from, to) > 0) {
                walk.report.refuse(Rule.BIND, other.name);
            }
        }
        if (!peek.bytes(SOURCE_ADDRESS, from, to)) {
            return null;
        }
        int socketFrom = peek.from;
        int socketTo = peek.to;
        if (peek.count(SOURCE_ADDRESS, from, to) > 1) { // protobuf would merge them, and only one is looked at here
            walk.report.refuse(Rule.BIND, "source_address twice");
        }
        String address = peek.bytes(2, socketFrom, socketTo) ? peek.text() : "";
        if (!Addresses.isIp(address)) {
            walk.report.refuse(Rule.BIND, address.isEmpty() ? "no address" : walk.report.text(peek.from, peek.to));
            return null;
        }
        if (peek.bytes(7, socketFrom, socketTo)) {
            walk.report.refuse(RefusalKind.NETNS, peek.text());
        }
        if (peek.number(3, socketFrom, socketTo, 0) != 0 || peek.number(1, socketFrom, socketTo, 0) != 0) {
            walk.report.refuse(Rule.BIND, "a port or protocol");
        }
        return List.of("0.0.0.0", "::").contains(address) ? null : address;
    }

    private boolean ofPod() {
        return walk.scope == Scope.POD && walk.context.view().binding().isPresent();
    }

    private void binding() {
        binding(ofPod() ? walk.context.view().binding().get().toByteArray() : shared);
    }

    private void binding(byte[] bytes) {
        walk.out.varint(bytes.length);
        walk.out.literal(bytes);
    }

    /** Names the endpoints after the cluster, as Envoy does when no name is given: the cluster's physical name is another. */
    void serviceName(FieldPlan field) {
        walk.out.varint(field.tag & 0xffff_ffffL);
        walk.out.name(new ResourceKey(ResourceType.ENDPOINTS, walk.self.name()), null);
    }
}
