package mesh.warren.model.listen.fold;

import java.util.Optional;
import java.util.OptionalInt;
import mesh.warren.model.address.IpAddress;

/**
 * What is known of the connections that a listener gets, before any is there.
 *
 * @param port    their destination port; empty when it is any that no question before has named
 * @param address their destination address, when it can be one only
 * @param tls     whether server name and protocols of a TLS client hello have been read
 * @param http    whether the protocol of a plain HTTP request has been read
 * @param secure  whether they are TLS, when a question before has told
 */
record Seen(OptionalInt port, Optional<IpAddress> address, boolean tls, boolean http, Optional<Boolean> secure) {

    /** What Envoy calls the transport protocol of a connection of which nothing was read. */
    static final String RAW_BUFFER = "raw_buffer";
    static final String TLS = "tls";

    Seen at(int destinationPort) {
        return new Seen(OptionalInt.of(destinationPort), address, tls, http, secure);
    }

    Seen to(IpAddress destination) {
        return new Seen(port, Optional.of(destination), tls, http, secure);
    }

    Seen inspected(boolean tlsRead, boolean httpRead) {
        return new Seen(port, address, tlsRead, httpRead, secure);
    }

    Seen secure(boolean is) {
        return new Seen(port, address, tls, http, Optional.of(is));
    }

    /** The server name can be anything but empty. */
    boolean named() {
        return tls && secure.orElse(true);
    }

    /** The one transport protocol that they can have; empty when they can have either. */
    Optional<String> transport() {
        return tls ? secure.map(is -> is ? TLS : RAW_BUFFER) : Optional.of(RAW_BUFFER);
    }

    /** Application protocols can be there. */
    boolean protocols() {
        return secure.map(is -> is ? tls : http).orElse(tls || http);
    }
}
