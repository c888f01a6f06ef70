package mesh.warren.model.listen;

import com.google.protobuf.Duration;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;

/** Whether a built-in door waits for the first bytes of a connection, to see whether they begin TLS. */
public enum TlsInspection {
    /** No. */
    NONE,
    /** A connection on which nothing comes is closed after a time. */
    REQUIRED,
    /** A connection on which nothing comes for a second goes on as plaintext: there the server speaks first. */
    PATIENT;

    /** Longer than a client on a good network takes, short enough for people to wait. */
    private static final Duration PATIENCE = Duration.newBuilder().setSeconds(1).build();

    /** Comes last: what stands behind it is left out for a connection that has waited in vain. */
    void addTo(Listener.Builder listener) {
        if (this != NONE) {
            listener.addListenerFilters(DoorFrame.filter("tls_inspector", TlsInspector.getDefaultInstance()));
        }
        if (this == PATIENT) {
            listener.setListenerFiltersTimeout(PATIENCE).setContinueOnListenerFiltersTimeout(true);
        }
    }
}
