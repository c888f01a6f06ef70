package mesh.warren.model.listen.fold;

import static mesh.warren.model.listen.fold.Rewritten.chain;
import static mesh.warren.model.listen.fold.Rewritten.filter;
import static mesh.warren.model.listen.fold.Rewritten.listener;
import static mesh.warren.model.listen.fold.Rewritten.port;
import static mesh.warren.model.listen.fold.Rewritten.reached;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilterChainMatchPredicate;
import io.envoyproxy.envoy.extensions.filters.listener.http_inspector.v3.HttpInspector;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.type.v3.Int32Range;
import java.util.List;

/** The shape of the listeners that istiod sends to a sidecar with one HTTP and one TCP Service. */
final class Istiod {

    private static final List<String> ISTIO_HTTP = List.of("istio-http/1.0", "istio-http/1.1", "istio-h2");
    private static final List<String> ISTIO_TCP = List.of("istio-peer-exchange", "istio");

    private Istiod() {}

    static Listener.Builder virtualOutbound() {
        return listener("virtualOutbound", "0.0.0.0", 15001)
                .setUseOriginalDst(BoolValue.of(true))
                .setTrafficDirection(TrafficDirection.OUTBOUND)
                .addFilterChains(chain("virtualOutbound-blackhole", port(15001)))
                .addFilterChains(chain("virtualOutbound-catchall-tcp"));
    }

    static Listener.Builder virtualInbound() {
        return listener("virtualInbound", "0.0.0.0", 15006)
                .setTrafficDirection(TrafficDirection.INBOUND)
                .setListenerFiltersTimeout(Duration.getDefaultInstance())
                .setContinueOnListenerFiltersTimeout(true)
                .addListenerFilters(filter(OriginalDst.getDefaultInstance()))
                .addListenerFilters(filter(TlsInspector.getDefaultInstance()))
                .addListenerFilters(filter(HttpInspector.getDefaultInstance()).toBuilder().setFilterDisabled(portIs(8080)))
                .addFilterChains(chain("virtualInbound-blackhole", port(15006)))
                .addFilterChains(chain("virtualInbound-catchall-http", tls().addAllApplicationProtocols(ISTIO_HTTP)))
                .addFilterChains(chain("virtualInbound-catchall-http", plain().addApplicationProtocols("http/1.1").addApplicationProtocols("h2c")))
                .addFilterChains(chain("virtualInbound", tls().addAllApplicationProtocols(ISTIO_TCP)))
                .addFilterChains(chain("virtualInbound", plain()))
                .addFilterChains(chain("virtualInbound", tls()))
                .addFilterChains(chain("0.0.0.0_8080", port(8080).setTransportProtocol("tls")))
                .addFilterChains(chain("0.0.0.0_8080", port(8080).setTransportProtocol("raw_buffer")));
    }

    static Listener.Builder http() {
        return reached("0.0.0.0_80", "0.0.0.0", 80)
                .setTrafficDirection(TrafficDirection.OUTBOUND)
                .setListenerFiltersTimeout(Duration.getDefaultInstance())
                .setContinueOnListenerFiltersTimeout(true)
                .addListenerFilters(filter(TlsInspector.getDefaultInstance()))
                .addListenerFilters(filter(HttpInspector.getDefaultInstance()))
                .addFilterChains(chain("", plain().addApplicationProtocols("http/1.1").addApplicationProtocols("h2c")))
                .setDefaultFilterChain(chain("PassthroughFilterChain"));
    }

    static Listener.Builder tcp() {
        return reached("10.96.0.5_5432", "10.96.0.5", 5432)
                .setTrafficDirection(TrafficDirection.OUTBOUND)
                .addFilterChains(chain(""));
    }

    private static FilterChainMatch.Builder tls() {
        return FilterChainMatch.newBuilder().setTransportProtocol("tls");
    }

    private static FilterChainMatch.Builder plain() {
        return FilterChainMatch.newBuilder().setTransportProtocol("raw_buffer");
    }

    private static ListenerFilterChainMatchPredicate portIs(int port) {
        return ListenerFilterChainMatchPredicate.newBuilder()
                .setDestinationPortRange(Int32Range.newBuilder().setStart(port).setEnd(port + 1)).build();
    }
}
