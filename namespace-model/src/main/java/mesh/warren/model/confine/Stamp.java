package mesh.warren.model.confine;

import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.common.set_filter_state.v3.FilterStateValue;
import io.envoyproxy.envoy.extensions.filters.listener.set_filter_state.v3.Config;
import java.util.Optional;
import mesh.warren.model.xds.Packed;

/**
 * What a door writes on each connection that it accepts, as filter state: shared clusters read it ({@link UpstreamBinding})
 * and connection pools are kept apart by it.
 *
 * @param pin         path of the pod's network namespace, as Envoy sees it: written literally, so that a door can name no
 *                    other one
 * @param certificate name of the SDS secret with the pod's client certificate; empty when it has none
 */
public record Stamp(String pin, Optional<String> certificate) {

    /** Read by the local address selector {@code filter_state_override}. */
    public static final String NETWORK_NAMESPACE_KEY = "envoy.network.upstream_bind_override.network_namespace";
    /** Read by the certificate mapper {@code filter_state_override}. */
    public static final String CERTIFICATE_KEY = "envoy.tls.certificate_mappers.on_demand_secret";

    /** Its hash is part of the pool key. With {@code envoy.string} it is not: one pod's request left by another's connection. */
    private static final String HASHED = "envoy.hashable_string";

    public Stamp {
        requirePlain("pin", pin);
        certificate.ifPresent(name -> requirePlain("certificate", name));
    }

    /** The listener filter that writes it. */
    public ListenerFilter listenerFilter() {
        Config.Builder config = Config.newBuilder().addOnAccept(value(NETWORK_NAMESPACE_KEY, pin));
        certificate.ifPresent(name -> config.addOnAccept(value(CERTIFICATE_KEY, name)));
        return ListenerFilter.newBuilder()
                .setName("stamp")
                .setTypedConfig(Packed.any(config.build()))
                .build();
    }

    private static FilterStateValue value(String key, String literal) {
        return FilterStateValue.newBuilder()
                .setObjectKey(key)
                .setFactoryKey(HASHED)
                .setFormatString(SubstitutionFormatString.newBuilder()
                        .setTextFormatSource(DataSource.newBuilder().setInlineString(literal)))
                .setSharedWithUpstream(FilterStateValue.SharedWithUpstream.ONCE)
                .build();
    }

    /** The value is a format string to Envoy: a percent sign would be a command. */
    private static void requirePlain(String field, String value) {
        if (value.isEmpty() || value.indexOf('%') >= 0 || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("stamp " + field + " '" + value + "': want a text without '%' that is not empty");
        }
    }
}
