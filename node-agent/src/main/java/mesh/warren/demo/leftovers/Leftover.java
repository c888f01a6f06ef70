package mesh.warren.demo.leftovers;

import java.util.Locale;

/**
 * One thing that should be gone.
 *
 * @param kind what it is
 * @param what for a person: its name and how to look at it
 */
public record Leftover(Kind kind, String what) {

    public enum Kind { NAMESPACE, MOUNT, PROCESS, INTERFACE, RULES, FILE }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + what;
    }
}
