package mesh.warren.agent.doors;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.UnknownFieldSet;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.AdditionalAddress;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilterChainMatchPredicate;
import io.envoyproxy.envoy.extensions.filters.listener.http_inspector.v3.HttpInspector;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.type.v3.Int32Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import mesh.warren.model.xds.Packed;

/** Listeners of an imaginary control plane, and connections that are likely to tell their chains apart. The same for the same seed. */
final class RandomListeners {

    /** Without a door's own: a pod's connection to its own door is refused, which a sidecar's is not. */
    private static final List<Integer> APPLICATION_PORTS = List.of(80, 443, 5432, 8080, 8443);
    private static final List<Integer> PORTS = List.of(80, 443, 5432, 8080, 8443, 15006);
    private static final List<String> DESTINATIONS = List.of("10.96.0.1", "10.96.0.2", "10.96.7.1", "10.97.0.1", "192.0.2.7", "fd00:96::1", "fd00:97::1");
    private static final List<String> RANGES = List.of("10.96.0.1/32", "10.96.0.2/24", "10.96.0.0/12", "10.0.0.0/8", "fd00:96::/64", "fd00::/8", "10.77.0.11/32");
    private static final List<String> SOURCE_RANGES =
            List.of("10.77.0.11/32", "10.77.0.12/32", "10.77.0.20/32", "10.77.0.0/24", "127.0.0.0/8", "fd77::/64", "10.0.0.0/9");
    private static final List<String> NAMES = List.of("a.example.com", "b.example.com", "x.a.example.com", "example.com", "Other.org", "org");
    private static final List<String> WILDCARDS = List.of("*.example.com", "*.a.example.com", "*.com", "*.org");
    private static final List<String> PROTOCOLS = List.of("h2", "http/1.1", "istio", "istio-h2", "http/1.0", "h2c");
    private static final List<Integer> SOURCE_PORTS = List.of(31001, 31002, 31003);

    private final Random random;
    private final Predicate<Listener> folds;

    /** @param folds whether folding takes a listener; without the two that capture leads to there is little to see */
    RandomListeners(long seed, Predicate<Listener> folds) {
        this.random = new Random(seed);
        this.folds = folds;
    }

    /** Two that accept what capture redirects, some that connections are handed to, and two bound ones. */
    List<Listener> listeners() {
        List<Listener> all = new ArrayList<>();
        all.add(accepted(() -> inspected(listener("outbound", "0.0.0.0", 15001).setUseOriginalDst(BoolValue.of(true))
                .setTrafficDirection(TrafficDirection.OUTBOUND)
                .addAdditionalAddresses(AdditionalAddress.newBuilder().setAddress(address("::", 15001))), 6)));
        all.add(accepted(() -> inspected(listener("inbound", "0.0.0.0", 15006).setTrafficDirection(TrafficDirection.INBOUND)
                .addAdditionalAddresses(AdditionalAddress.newBuilder().setAddress(address("::", 15006)))
                .addListenerFilters(filter(OriginalDst.getDefaultInstance())), 12)));
        for (int port : APPLICATION_PORTS.subList(0, 4)) {
            for (String ip : List.of("0.0.0.0", "::", "10.96.0.1", "10.96.7.1", "fd00:96::1")) {
                if (random.nextInt(5) < 3) {
                    all.add(inspected(listener(ip + "_" + port, ip, port).setBindToPort(BoolValue.of(false)), 1 + random.nextInt(6)).build());
                }
            }
        }
        all.add(inspected(listener("bound", "0.0.0.0", 9000), 5).build());
        all.add(inspected(listener("loopback", "127.0.0.1", 9001), 4).build());
        return all;
    }

    private Listener accepted(Supplier<Listener.Builder> listeners) {
        return Stream.generate(() -> listeners.get().build()).filter(folds).findFirst().orElseThrow();
    }

    List<Dialled> connections(int count) {
        List<Dialled> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(connection());
        }
        return all;
    }

    private Dialled connection() {
        int kind = random.nextInt(8);
        boolean inbound = kind < 3;
        String address = inbound ? one(List.of("10.77.0.11", "10.77.0.12", "fd77::11"))
                : kind == 3 ? "127.0.0.1" : kind == 4 ? "10.77.0.11" : one(DESTINATIONS);
        int port = kind == 3 || random.nextInt(12) == 0 ? 9000 + random.nextInt(2) : one(kind == 4 ? APPLICATION_PORTS : PORTS);
        boolean bind = address.indexOf(':') < 0 && kind != 3;
        Optional<String> source = bind && random.nextBoolean()
                ? Optional.of(inbound ? one(List.of("10.77.0.20", "10.77.0.21")) : one(List.of("10.77.0.11", "10.77.0.12"))) : Optional.empty();
        int sourcePort = source.isPresent() && random.nextInt(3) == 0 ? one(SOURCE_PORTS) : 0;
        return switch (random.nextInt(4)) {
            case 0 -> new Dialled(inbound, source, sourcePort, address, port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(), "HTTP/1.1");
            case 1 -> new Dialled(inbound, source, sourcePort, address, port, "\0\1\2\3 something else\r\n".getBytes(), "bytes");
            default -> {
                String name = random.nextInt(4) == 0 ? "" : one(List.of(one(NAMES), "y." + one(NAMES), "z.y." + one(NAMES)));
                List<String> protocols = some(PROTOCOLS, random.nextInt(4));
                yield new Dialled(inbound, source, sourcePort, address, port, ClientHello.of(name, protocols), "TLS '" + name + "' " + protocols);
            }
        };
    }

    private Listener.Builder inspected(Listener.Builder listener, int chains) {
        if (random.nextInt(3) > 0) {
            listener.addListenerFilters(sometimes(filter(TlsInspector.getDefaultInstance())));
        }
        if (random.nextInt(3) > 0) {
            listener.addListenerFilters(sometimes(filter(HttpInspector.getDefaultInstance())));
        }
        for (int i = 0; i < chains; i++) {
            listener.addFilterChains(answering(listener.getName() + "#" + i).setFilterChainMatch(match()));
        }
        if (random.nextInt(3) > 0) {
            listener.setDefaultFilterChain(answering(listener.getName() + "#default"));
        }
        return listener;
    }

    private ListenerFilter sometimes(ListenerFilter filter) {
        if (random.nextInt(3) > 0) {
            return filter;
        }
        int port = one(PORTS);
        ListenerFilterChainMatchPredicate range = ListenerFilterChainMatchPredicate.newBuilder()
                .setDestinationPortRange(Int32Range.newBuilder().setStart(port).setEnd(port + 1 + random.nextInt(300))).build();
        return filter.toBuilder().setFilterDisabled(random.nextBoolean() ? range
                : ListenerFilterChainMatchPredicate.newBuilder().setNotMatch(range).build()).build();
    }

    private FilterChainMatch.Builder match() {
        FilterChainMatch.Builder match = FilterChainMatch.newBuilder();
        if (random.nextInt(4) == 0) {
            match.setDestinationPort(UInt32Value.of(one(PORTS)));
        }
        if (random.nextInt(4) == 0) {
            some(RANGES, 1 + random.nextInt(2)).forEach(range -> match.addPrefixRanges(cidr(range)));
        }
        if (random.nextInt(3) == 0) {
            match.addAllServerNames(some(NAMES, random.nextInt(3))).addAllServerNames(some(WILDCARDS, random.nextInt(2)));
        }
        if (random.nextInt(3) == 0) {
            match.setTransportProtocol(random.nextBoolean() ? "tls" : "raw_buffer");
        }
        if (random.nextInt(3) == 0) {
            match.addAllApplicationProtocols(some(PROTOCOLS, 1 + random.nextInt(3)));
        }
        if (random.nextInt(8) == 0) {
            match.addDirectSourcePrefixRanges(cidr(one(SOURCE_RANGES)));
        }
        if (random.nextInt(5) == 0) {
            match.setSourceTypeValue(1 + random.nextInt(2));
        }
        if (random.nextInt(5) == 0) {
            some(SOURCE_RANGES, 1 + random.nextInt(2)).forEach(range -> match.addSourcePrefixRanges(cidr(range)));
        }
        if (random.nextInt(5) == 0) {
            match.addAllSourcePorts(some(SOURCE_PORTS, 1 + random.nextInt(2)));
        }
        return match;
    }

    /** A chain that answers each connection with its name. */
    static FilterChain.Builder answering(String name) {
        ByteString config = UnknownFieldSet.newBuilder().addField(1, UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(Packed.bytes(DataSource.newBuilder().setInlineString(name).build())).build()).build().toByteString();
        return FilterChain.newBuilder().setName(name).addFilters(Filter.newBuilder().setName("answer").setTypedConfig(Any.newBuilder()
                .setTypeUrl("type.googleapis.com/envoy.extensions.filters.network.direct_response.v3.Config").setValue(config)));
    }

    static Listener.Builder listener(String name, String ip, int port) {
        return Listener.newBuilder().setName(name).setAddress(address(ip, port));
    }

    static Address address(String ip, int port) {
        return Address.newBuilder().setSocketAddress(SocketAddress.newBuilder().setAddress(ip).setPortValue(port)).build();
    }

    static ListenerFilter filter(Message config) {
        return ListenerFilter.newBuilder().setName(config.getDescriptorForType().getName()).setTypedConfig(Packed.any(config)).build();
    }

    private static CidrRange cidr(String text) {
        String[] parts = text.split("/");
        return CidrRange.newBuilder().setAddressPrefix(parts[0]).setPrefixLen(UInt32Value.of(Integer.parseInt(parts[1]))).build();
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private <T> List<T> some(List<T> all, int count) {
        List<T> left = new ArrayList<>(all);
        List<T> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(left.remove(random.nextInt(left.size())));
        }
        return taken;
    }
}
