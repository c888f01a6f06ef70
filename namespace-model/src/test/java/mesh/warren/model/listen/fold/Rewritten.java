package mesh.warren.model.listen.fold;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import java.util.List;
import java.util.stream.Stream;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.confine.UpstreamBinding;
import mesh.warren.model.rewrite.RewriteContext;
import mesh.warren.model.rewrite.RewriteOutcome.Accepted;
import mesh.warren.model.rewrite.Rewriter;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.ResourceType;

/** Listeners, short to write in tests, and rewritten as those of control planes are. */
final class Rewritten {

    private static final Rewriter REWRITER = new Rewriter(ApiTable.committed(), UpstreamBinding.shared("/run/warren/netns/void"));

    private Rewritten() {}

    static SymbolicResource of(Listener listener) {
        return switch (REWRITER.rewrite(ResourceType.LISTENER, Packed.bytes(listener), RewriteContext.DEFAULT)) {
            case Accepted accepted -> accepted.resource();
            case Object refused -> throw new AssertionError(refused);
        };
    }

    static List<SymbolicResource> of(Listener.Builder... listeners) {
        return Stream.of(listeners).map(listener -> of(listener.build())).toList();
    }

    static Listener.Builder listener(String name, String ip, int port) {
        return Listener.newBuilder().setName(name).setAddress(address(ip, port));
    }

    /** One that connections are handed to by their original destination. */
    static Listener.Builder reached(String name, String ip, int port) {
        return listener(name, ip, port).setBindToPort(BoolValue.of(false));
    }

    static Address address(String ip, int port) {
        return Address.newBuilder().setSocketAddress(SocketAddress.newBuilder().setAddress(ip).setPortValue(port)).build();
    }

    /** A chain of this name to a cluster of this name. */
    static FilterChain.Builder chain(String name, FilterChainMatch.Builder match) {
        return FilterChain.newBuilder().setName(name).setFilterChainMatch(match).addFilters(Filter.newBuilder().setName("tcp")
                .setTypedConfig(Packed.any(TcpProxy.newBuilder().setStatPrefix("tcp").setCluster("to-" + name).build())));
    }

    static FilterChain.Builder chain(String name) {
        return chain(name, FilterChainMatch.newBuilder()).clearFilterChainMatch();
    }

    static FilterChainMatch.Builder port(int port) {
        return FilterChainMatch.newBuilder().setDestinationPort(UInt32Value.of(port));
    }

    static ListenerFilter filter(Message config) {
        return ListenerFilter.newBuilder().setName(config.getDescriptorForType().getName()).setTypedConfig(Packed.any(config)).build();
    }
}
