package mesh.warren.model.listen.fold;

import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** How long a door's listener filters wait for a client's first bytes. */
final class Timeouts {

    /** Envoy's default of {@code listener_filters_timeout}; 0 is for ever. */
    private static final Duration DEFAULT = Duration.ofSeconds(15);

    private final Notes notes;

    Timeouts(Notes notes) {
        this.notes = notes;
    }

    /**
     * The longest time of the listeners that wait, and going on afterwards if one of them does; bounded, and going on, where
     * connections wait that would not in a sidecar.
     *
     * @param mixed there are such
     */
    void of(Listener.Builder door, Collection<FoldedListener> listeners, boolean mixed) {
        List<Listener> waiting = listeners.stream().filter(listener -> listener.filters().waiting())
                .map(listener -> listener.from().head()).toList();
        if (waiting.isEmpty()) {
            return;
        }
        Duration longest = waiting.stream().map(Timeouts::timeout).reduce(Timeouts::longer).orElseThrow();
        if (mixed && (longest.isZero() || longest.compareTo(DEFAULT) > 0)) {
            longest = DEFAULT;
        }
        boolean goesOn = mixed || waiting.stream().anyMatch(Listener::getContinueOnListenerFiltersTimeout);
        if (!longest.equals(DEFAULT)) {
            door.setListenerFiltersTimeout(com.google.protobuf.Duration.newBuilder()
                    .setSeconds(longest.getSeconds()).setNanos(longest.getNano()));
        }
        door.setContinueOnListenerFiltersTimeout(goesOn);
        for (Listener head : waiting) {
            if (!timeout(head).equals(longest) || head.getContinueOnListenerFiltersTimeout() != goesOn) {
                notes.add("the door waits as long as the most patient of its listeners, " + longest.toMillis() + " ms (0: for ever), and then "
                        + (goesOn ? "goes on" : "closes the connection"), head.getName());
            }
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.isZero() || !other.isZero() && one.compareTo(other) > 0 ? one : other;
    }

    private static Duration timeout(Listener head) {
        return head.hasListenerFiltersTimeout()
                ? Duration.ofSeconds(head.getListenerFiltersTimeout().getSeconds(), head.getListenerFiltersTimeout().getNanos()) : DEFAULT;
    }
}
