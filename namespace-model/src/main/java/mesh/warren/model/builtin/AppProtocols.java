package mesh.warren.model.builtin;

import java.util.Locale;
import java.util.Set;

/**
 * Whether a port speaks HTTP in clear text. {@code appProtocol} decides when there is one (Kubernetes, "Service",
 * section "Application protocol"); else the port's name, by the convention {@code PROTOCOL} or {@code PROTOCOL-ANYTHING}.
 * All else is TCP: guessing wrong would break a protocol in which the server speaks first.
 */
final class AppProtocols {

    private static final Set<String> HTTP =
            Set.of("http", "http1", "http/1.1", "http2", "h2c", "grpc", "grpc-web", "kubernetes.io/h2c", "kubernetes.io/ws");

    private AppProtocols() {}

    static boolean isHttp(ServicePort port) {
        if (port.transport() != Transport.TCP) {
            return false;
        }
        if (port.appProtocol().isPresent()) {
            return HTTP.contains(port.appProtocol().get().toLowerCase(Locale.ROOT));
        }
        int dash = port.name().indexOf('-');
        return HTTP.contains(dash < 0 ? port.name() : port.name().substring(0, dash));
    }
}
