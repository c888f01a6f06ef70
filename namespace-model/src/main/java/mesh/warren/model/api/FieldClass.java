package mesh.warren.model.api;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the rewriter does with a field: one rule for each class. docs/api-table.md says which fields have which and why.
 *
 * <p>A class on a repeated field or a map holds for each element. "The message's own rows" are those of the field's type.
 * A field that is absent is left absent unless the class says otherwise.
 */
public enum FieldClass {
    /** A scalar or an enum that means the same in a shared Envoy: copied. An enum's value must be one that {@link ApiEnum} accepts. */
    PLAIN(Argument.NONE, Fits.SCALAR),
    /** A message: rewritten by its own rows. The entries of a map are messages too ({@code ...Entry}, 1 = key, 2 = value). */
    WALK(Argument.NONE, Fits.MESSAGE),
    /** A {@code google.protobuf.Any}: its type URL decides ({@link ApiTable#type}), its value is rewritten by that message's rows. */
    ANY(Argument.NONE, Fits.MESSAGE),
    /**
     * Part of a {@code TypedStruct}. In an {@code Any} the whole is converted to the message that it names, by that message's rows, and
     * rewritten as such; where one stands as a message of its own it is refused.
     */
    TYPED_STRUCT(Argument.NONE, Fits.TEXT),
    /**
     * The resource's own name: a slot for its physical name. In a message nested in another resource (an inline route
     * configuration, the chains of a listener) it names nothing outside of it and is copied.
     */
    NAME(Argument.RESOURCE, Fits.STRING),
    /**
     * The name of another resource: a slot and a reference, when not empty. Refused where {@link mesh.warren.model.xds.ResourceType}'s
     * order puts that type after the resource's own: updates could not go out in order.
     */
    REF(Argument.RESOURCE, Fits.STRING),
    /**
     * A reference to a cluster that Envoy itself calls, without a downstream connection to take the stamp from (gRPC
     * services, HTTP URIs, collectors): as {@link #REF}, and the cluster must be one with a fixed network namespace.
     */
    CALL(Argument.RESOURCE, Fits.STRING),
    /** A filter's name. A reference to an {@code EXTENSION} when the same message has {@code config_discovery}, else copied. */
    FILTER_NAME(Argument.NONE, Fits.STRING),
    /**
     * The key of a per-filter configuration, the name of an HTTP filter: copied. A virtual Envoy in which it names a filter
     * that comes by ECDS is refused: the filter's physical name would no longer match.
     */
    FILTER_KEY(Argument.NONE, Fits.STRING),
    /** A key of a pool that the whole process shares: prefixed with the virtual Envoy's own, when not empty. */
    PREFIXED(Argument.TEXT, Fits.STRING),
    /** The address a listener listens on: rewritten by its own rows; must be an IP address; read by {@code listen}, which makes the doors. */
    LISTEN_ADDRESS(Argument.NONE, Fits.MESSAGE),
    /** An address that Envoy connects to: rewritten by its own rows; must be an IP address and a port, over TCP. */
    UPSTREAM_ADDRESS(Argument.NONE, Fits.MESSAGE),
    /** An address that Envoy binds an upstream socket to: rewritten by its own rows; the agent adds the network namespace. */
    BIND_ADDRESS(Argument.NONE, Fits.MESSAGE),
    /** A source of configuration: replaced by the agent's ADS, and nothing of the tenant's is kept. One that is a path of the node is refused. */
    CONFIG_SOURCE(Argument.NONE, Fits.MESSAGE),
    /**
     * A format string, or a message in which each string is one ({@code Struct}, {@code DataSource}): parsed, each command
     * must be on the allow-list; a message is rewritten by its own rows as well.
     */
    FORMAT(Argument.NONE, Fits.TEXT),
    /** A key of Envoy's runtime, which is the whole process's: replaced by {@link #UNSET_RUNTIME_KEY}, so that the default holds. */
    RUNTIME_KEY(Argument.NONE, Fits.STRING),
    /** A name that statistics get: the agent's own. Replaced when the tenant set it, for many of these fields must not be empty. */
    STATS_NAME(Argument.NONE, Fits.STRING),
    /** The agent's own to set: what the tenant sent is dropped, which changes nothing that the tenant could rely on. */
    AGENT(Argument.NONE, Fits.ALL),
    /** A {@code SocketOption}: rewritten by its own rows; (level, name) must be on the allow-list of the policy. */
    SOCKET_OPTION(Argument.NONE, Fits.MESSAGE),
    /** A filter-state key that the tenant writes: refused when it is the agent's, otherwise allowed by policy only. */
    FILTER_STATE(Argument.NONE, Fits.STRING),
    /** A key of {@code Metadata}: refused when Envoy itself obeys it ({@code envoy.stats_matcher}, the HTTP/1.1 proxy address...). */
    METADATA_KEY(Argument.NONE, Fits.STRING),
    /** A number (or its wrapper, or a duration in milliseconds): lowered to the argument when larger. */
    CAP(Argument.NUMBER, Fits.NUMBER),
    /** As {@link #CAP}, and set to the argument when absent: Envoy's default is more than a neighbour should feel. */
    LIMIT(Argument.NUMBER, Fits.NUMBER),
    /** As {@link #CAP} the other way round: raised to the argument when smaller, for intervals of timers. */
    FLOOR(Argument.NUMBER, Fits.NUMBER),
    /** Costs what the argument names: one for each element, or bytes of a string. Counted for the quota, then as {@link #PLAIN} or {@link #WALK}. */
    COST(Argument.TEXT, Fits.ALL),
    /**
     * Always the argument ({@code true}, {@code false} or a number), whether the tenant set it or not: the default protects nobody or
     * the tenant must not choose. In a oneof only where it is the member that is set.
     */
    FORCE(Argument.VALUE, Fits.NUMBER),
    /**
     * A limit that clients of a cluster share. Unlimited in effect (2^30 and more): no state, copied, and the row's scope does not
     * count. Absent: lifted to 2^32-1, the door limits the pod. Else copied, and the row's scope counts.
     */
    THRESHOLD(Argument.NONE, Fits.NUMBER),
    /**
     * A discovery that Envoy would do for all tenants at once, or by names from traffic: left out. In its place stand the resources
     * of this type that the virtual Envoy has ({@code NamespaceView.discovered}), and {@code Accepted.discoveries} says what to ask for.
     */
    DISCOVERY(Argument.RESOURCE, Fits.MESSAGE),
    /** Says how a listener's connections find their chain: kept for {@code listen}, which makes doors of it; never sent to Envoy as it is. */
    DOOR(Argument.NONE, Fits.ALL),
    /**
     * SDS references to certificates: rewritten by their own rows. One that names the virtual Envoy's own identity, in an
     * upstream context, is lifted to the certificate selector that reads the stamp.
     */
    IDENTITY(Argument.NONE, Fits.MESSAGE),
    /**
     * Belongs to clusters found by DNS. On {@code Cluster.type}: a DNS type is refused where the virtual Envoy has no resolver, and
     * is {@code STRICT_DNS} where it has. Elsewhere: copied in a cluster found by DNS; dropped in others, for nothing reads it then.
     */
    DNS(Argument.NONE, Fits.ALL),
    /** Code that Envoy runs: refused, unless the policy allows code (never on a shared Envoy); then as {@link #PLAIN} or {@link #WALK}. */
    CODE(Argument.NONE, Fits.ALL),
    /**
     * Refused when present; the argument is the {@link RefusalKind}. A {@code bool} or {@code BoolValue} that is false, outside of a
     * oneof, counts as absent and is dropped: many control planes spell it out.
     */
    REFUSE(Argument.REFUSAL, Fits.ALL),
    /** New in this Envoy and not decided by a person yet: refused, and the build fails. */
    UNDECIDED(Argument.NONE, Fits.ALL);

    /** The runtime key that stands in for every tenant's: never set in any layer of the shared Envoy's runtime. */
    public static final String UNSET_RUNTIME_KEY = "warren.unset";

    /** What stands in the parentheses after a class. */
    public enum Argument { NONE, RESOURCE, TEXT, NUMBER, VALUE, REFUSAL }

    private enum Fits { ALL, SCALAR, STRING, TEXT, NUMBER, MESSAGE }

    private static final Map<String, FieldClass> BY_TOKEN =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(FieldClass::token, Function.identity()));

    private final Argument argument;
    private final Fits fits;

    FieldClass(Argument argument, Fits fits) {
        this.argument = argument;
        this.fits = fits;
    }

    /** Whether its rule can be applied to a field of this kind; a number may stand in a wrapper message, and text in one that carries it. */
    public boolean fits(FieldKind kind) {
        return switch (fits) {
            case ALL -> true;
            case SCALAR -> kind != FieldKind.MESSAGE;
            case STRING -> kind == FieldKind.STRING;
            case TEXT -> kind == FieldKind.STRING || kind == FieldKind.BYTES || kind == FieldKind.MESSAGE;
            case NUMBER -> kind == FieldKind.MESSAGE || kind.packable() && kind != FieldKind.ENUM;
            case MESSAGE -> kind == FieldKind.MESSAGE;
        };
    }

    /** What its argument is. */
    public Argument argument() {
        return argument;
    }

    /** As written in the table: {@code config-source}. */
    public String token() {
        return this == UNDECIDED ? name() : name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** The class of this token; empty for none. */
    public static Optional<FieldClass> ofToken(String token) {
        return Optional.ofNullable(BY_TOKEN.get(token));
    }
}
