package mesh.warren.model.builtin;

import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.extensions.filters.common.set_filter_state.v3.FilterStateValue;
import io.envoyproxy.envoy.extensions.filters.network.set_filter_state.v3.Config;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.type.v3.HashPolicy;
import mesh.warren.model.xds.Packed;

/** The chains that proxy TCP. */
final class TcpChains {

    /** Read by Envoy's TCP proxy in place of its configured cluster. */
    static final String CLUSTER_KEY = "envoy.tcp_proxy.cluster";

    /** An endpoint that went away since the last update costs one attempt, not the connection. */
    private static final UInt32Value CONNECT_ATTEMPTS = UInt32Value.of(3);

    private TcpChains() {}

    /**
     * Dispatch: one chain for all TCP Services, to the cluster named {@code PREFIX} and the address dialled. The chain writes
     * that name, not the door: what a door writes holds for every TCP proxy behind it, the one of the pass chain too.
     */
    static FilterChain dispatch(String name, String prefix) {
        Config dialled = Config.newBuilder()
                .addOnNewConnection(FilterStateValue.newBuilder()
                        .setObjectKey(CLUSTER_KEY)
                        .setFormatString(SubstitutionFormatString.newBuilder().setTextFormatSource(
                                DataSource.newBuilder().setInlineString(prefix + HttpChain.DIALLED))))
                .build();
        return FilterChain.newBuilder()
                .setName(name)
                .addFilters(filter("dialled", dialled))
                // The cluster of its own name does not exist: without the dialled address the connection is closed.
                .addFilters(filter("tcp_proxy", proxy(name, name)))
                .build();
    }

    /** To one cluster. */
    static FilterChain to(String name, String cluster) {
        return FilterChain.newBuilder().setName(name).addFilters(filter("tcp_proxy", proxy(name, cluster))).build();
    }

    private static TcpProxy proxy(String statPrefix, String cluster) {
        return TcpProxy.newBuilder()
                .setStatPrefix(statPrefix)
                .setCluster(cluster)
                .setMaxConnectAttempts(CONNECT_ATTEMPTS)
                // Off: the kernel keeps an idle connection open for ever, and applications count on that.
                .setIdleTimeout(Duration.getDefaultInstance())
                // Read by clusters with client affinity, by no other.
                .addHashPolicy(HashPolicy.newBuilder().setSourceIp(HashPolicy.SourceIp.getDefaultInstance()))
                .build();
    }

    static Filter filter(String name, Message config) {
        return Filter.newBuilder().setName(name).setTypedConfig(Packed.any(config)).build();
    }
}
