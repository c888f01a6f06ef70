package mesh.warren.model.rewrite;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.DnsResolverOptions;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import mesh.warren.model.rewrite.wire.Source;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.xds.ResourceType;

/**
 * Clusters found by DNS. Envoy's resolver has its sockets in the void, so it can reach nothing but the agent's relay there, and
 * the relay looks names up for the tenant (docs/adr/0040-dns-by-a-relay.md).
 */
final class DnsClusters {

    static final int WARM = 54;
    static final int RESOLVER = 55;
    static final int RESOLVER_OF_EXTENSION = 7;

    static final int STRICT_DNS = 1;
    static final int LOGICAL_DNS = 2;

    /** Where the virtual Envoy has no relay. */
    static final String REMEDY = "send EDS or static endpoints, or have the cluster's admin give the tenant a DNS relay";

    private static final int TYPE = 2;
    private static final int CLUSTER_TYPE = 38;
    private static final int TYPED_CONFIG = 2;
    private static final byte[] EXTENSION = (ResourceType.TYPE_URL_PREFIX + Special.DNS_CLUSTER.message())
            .getBytes(StandardCharsets.UTF_8);

    private final Walk walk;
    private final Peek peek;
    /** Whether the cluster that the walk is in is found by DNS, and may be. */
    private boolean inside;
    private DnsRelay relay;
    private byte[] resolver = {};

    DnsClusters(Walk walk) {
        this.walk = walk;
        this.peek = new Peek(walk.source);
    }

    void reset() {
        inside = false;
    }

    /** Looks at a cluster as a whole. */
    void enter(int from, int to) {
        inside = false;
        if (walk.context.view().resolver().isEmpty() || !byDns(from, to)) {
            return;
        }
        inside = true;
        walk.scope = walk.scope.and(Scope.TENANT);
        if (!walk.context.view().resolver().get().equals(relay)) {
            relay = walk.context.view().resolver().get();
            resolver = config(relay).toByteArray();
        }
    }

    /** Whether the walk is in a cluster whose names the relay looks up. */
    boolean inside() {
        return inside;
    }

    /** Of the two members of the oneof the one that stands last counts. */
    private boolean byDns(int from, int to) {
        Source source = walk.source;
        boolean dns = false;
        source.at = from;
        while (source.at < to) {
            int tag = source.tag(to);
            int value = source.at;
            source.skip(tag, to);
            int end = source.at;
            if (tag == (TYPE << 3 | Source.VARINT)) {
                source.at = value;
                int type = (int) source.varint(end);
                dns = type == STRICT_DNS || type == LOGICAL_DNS;
            } else if (tag == (CLUSTER_TYPE << 3 | Source.LENGTH)) {
                // Copies of it merge, so the config may stand in another copy than the last.
                dns = peek.bytes(CLUSTER_TYPE, from, end) && extension(from, end);
            }
            source.at = end;
        }
        return dns;
    }

    private boolean extension(int from, int to) {
        Source source = walk.source;
        boolean found = false;
        source.at = from;
        while (source.at < to) {
            int tag = source.tag(to);
            if (tag != (CLUSTER_TYPE << 3 | Source.LENGTH)) {
                source.skip(tag, to);
                continue;
            }
            int end = source.length(to) + source.at;
            int content = source.at;
            if (peek.bytes(TYPED_CONFIG, content, end) && peek.bytes(1, peek.from, peek.to)) {
                boolean struct = peek.text().endsWith(".TypedStruct");
                boolean named = !struct || peek.bytes(TYPED_CONFIG, content, end) && peek.bytes(2, peek.from, peek.to)
                        && peek.bytes(1, peek.from, peek.to);
                found = named && Arrays.equals(source.bytes, peek.from, peek.to, EXTENSION, 0, EXTENSION.length);
            }
            source.at = end;
        }
        return found;
    }

    /** Writes what a cluster found by DNS has of the agent's. */
    void absent(FieldPlan field) {
        if (inside) {
            walk.out.varint(field.tag & 0xffff_ffffL);
            walk.out.varint(field.number == WARM ? 0 : resolver.length);
            if (field.number != WARM) {
                walk.out.literal(resolver);
            }
        }
    }

    /** A resolver that asks the relay and nobody else, with the name as it is. */
    private static TypedExtensionConfig config(DnsRelay relay) {
        CaresDnsResolverConfig config = CaresDnsResolverConfig.newBuilder()
                .addResolvers(Address.newBuilder().setSocketAddress(
                        SocketAddress.newBuilder().setAddress(relay.ip()).setPortValue(relay.port())))
                .setDnsResolverOptions(DnsResolverOptions.newBuilder().setNoDefaultSearchDomain(true))
                .build();
        return TypedExtensionConfig.newBuilder().setName("envoy.network.dns_resolver.cares")
                .setTypedConfig(Any.newBuilder()
                        .setTypeUrl(ResourceType.TYPE_URL_PREFIX + CaresDnsResolverConfig.getDescriptor().getFullName())
                        .setValue(config.toByteString()))
                .build();
    }
}
