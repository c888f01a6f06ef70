package mesh.warren.model.builtin;

/**
 * Something in a Service that is left out, for the log and for {@code warren status}.
 *
 * @param service whose
 * @param what    what, and what happens instead
 */
public record Note(ServiceName service, String what) {

    @Override
    public String toString() {
        return "Service " + service + ": " + what;
    }
}
