package mesh.warren.model.listen.fold;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.listener.http_inspector.v3.HttpInspector;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import io.envoyproxy.envoy.extensions.filters.listener.original_src.v3.OriginalSrc;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mesh.warren.model.xds.ResourceType;

/**
 * A listener's listener filters, sorted by what a door does with them.
 *
 * @param tls        reads client hellos
 * @param http       reads the first line of plain requests
 * @param keepClient {@code original_src}: the application sees the client's address
 * @param others     all others, in their order: a door runs them for all of its connections
 */
record ListenerFilters(Optional<ListenerFilter> tls, Optional<ListenerFilter> http, boolean keepClient, List<ListenerFilter> others) {

    static ListenerFilters of(Listener listener) throws FoldException {
        Optional<ListenerFilter> tls = Optional.empty();
        Optional<ListenerFilter> http = Optional.empty();
        boolean keepClient = false;
        List<ListenerFilter> others = new ArrayList<>();
        int i = 0;
        for (ListenerFilter filter : listener.getListenerFiltersList()) {
            String path = "listener_filters[" + i++ + "]";
            if (filter.hasConfigDiscovery()) {
                throw new FoldException(path + ".config_discovery", filter.getName(), "send the listener filter's configuration inline");
            }
            if (is(filter, TlsInspector.getDefaultInstance())) {
                tls = Optional.of(filter);
            } else if (is(filter, HttpInspector.getDefaultInstance())) {
                http = Optional.of(filter);
            } else if (is(filter, OriginalSrc.getDefaultInstance())) {
                keepClient = true;
            } else if (!is(filter, OriginalDst.getDefaultInstance())) {
                others.add(filter);
            }
        }
        return new ListenerFilters(tls, http, keepClient, List.copyOf(others));
    }

    /**
     * As they run for the listener that accepts. Inspectors in front of {@code original_dst} do not know the original destination
     * yet: whether they are off goes by the port of the listener itself. With {@code use_original_dst} alone all are in front.
     */
    ListenerFilters accepting(Listener listener) {
        int restores = 0;
        List<ListenerFilter> all = listener.getListenerFiltersList();
        while (restores < all.size() && !restoresDestination(all.get(restores))) {
            restores++;
        }
        if (restores == all.size() && !listener.getUseOriginalDst().getValue()) {
            return this;
        }
        List<ListenerFilter> before = all.subList(0, restores);
        int port = listener.getAddress().getSocketAddress().getPortValue();
        return new ListenerFilters(fixed(tls, before, port), fixed(http, before, port), keepClient, others);
    }

    private static Optional<ListenerFilter> fixed(Optional<ListenerFilter> inspector, List<ListenerFilter> before, int port) {
        return inspector.filter(before::contains).isEmpty() ? inspector : inspector
                .filter(filter -> !PortRule.holds(filter.getFilterDisabled(), port))
                .map(filter -> filter.toBuilder().clearFilterDisabled().build());
    }

    /** It asks where redirected connections were going. */
    static boolean restoresDestination(ListenerFilter filter) {
        return is(filter, OriginalDst.getDefaultInstance());
    }

    /** Some of them wait for the client to send something. */
    boolean waiting() {
        return tls.isPresent() || http.isPresent() || !others.isEmpty();
    }

    private static boolean is(ListenerFilter filter, Message type) {
        String url = ResourceType.TYPE_URL_PREFIX + type.getDescriptorForType().getFullName();
        return filter.getTypedConfig().getTypeUrl().equals(url);
    }
}
