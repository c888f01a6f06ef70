package mesh.warren.model.builtin;

import java.util.Optional;

/**
 * A port of a Service. Its {@code targetPort} is not here: who makes EndpointSlices has resolved it, number or name, into the
 * slice's port of the same name.
 *
 * @param name        joins it to the EndpointSlices' ports; empty when the Service has one port without a name
 * @param port        the number that clients dial
 * @param transport   TCP is served, the others are ignored with a note
 * @param appProtocol what is spoken over it, when the Service says so
 */
public record ServicePort(String name, int port, Transport transport, Optional<String> appProtocol) {

    public ServicePort {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("Service port '" + name + "' is " + port + ": want 1 to 65535");
        }
    }
}
