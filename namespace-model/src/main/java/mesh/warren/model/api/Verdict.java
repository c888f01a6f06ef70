package mesh.warren.model.api;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What becomes of a message where it stands in an {@code Any}. */
public enum Verdict {
    /** Not a type for an {@code Any}: only ever a part of other messages. In an {@code Any} it is refused. */
    PART,
    /** A type of xDS resource. In an {@code Any} inside of a resource it is refused. */
    RESOURCE,
    /** Allowed on a shared Envoy, rewritten by its rows. */
    ALLOW,
    /** Refused unless the admin's policy names it, for a dedicated Envoy; then rewritten by its rows. */
    POLICY,
    /** Refused wherever it stands, in an {@code Any} or as a part, whatever its fields say: it has no rows. */
    DENY,
    /** New in this Envoy as a type and not decided by a person yet: refused, and the build fails. */
    UNDECIDED;

    private static final Map<String, Verdict> BY_TOKEN =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Verdict::token, Function.identity()));

    /** As written in the table. */
    public String token() {
        return this == UNDECIDED ? name() : name().toLowerCase(Locale.ROOT);
    }

    /** The verdict of this token; empty for none. */
    public static Optional<Verdict> ofToken(String token) {
        return Optional.ofNullable(BY_TOKEN.get(token));
    }
}
