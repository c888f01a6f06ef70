package mesh.warren.model.rewrite;

import mesh.warren.model.symbolic.Separator;

/**
 * Why something is refused, besides the reasons that the API table gives to single fields and types
 * ({@link mesh.warren.model.api.RefusalKind}). The id is stable: control planes, policies and tests name it.
 */
public enum Rule {
    MALFORMED("malformed", "send a well-formed protobuf message of the type named"),
    TOO_LARGE("too-large", "send a smaller resource, or have the policy raise limits.resourceBytes"),
    TOO_DEEP("too-deep", "nest fewer messages"),
    UTF8("invalid-utf8", "protobuf strings are UTF-8"),
    UNKNOWN_FIELD("unknown-field", "leave the field out: the Envoy in use has no such field, so nobody has judged it"),
    UNKNOWN_ENUM("unknown-enum", "use a value that the Envoy in use knows"),
    REFUSED_VALUE("refused-value", "use another value"),
    UNKNOWN_TYPE("unknown-type", "use a type that the Envoy in use registers"),
    UNSUPPORTED_TYPE("unsupported-type", "send one of the xDS types that Warren serves"),
    MISPLACED_TYPE("misplaced-type", "this message is no extension: it cannot stand in an Any"),
    TYPE_URL("type-url", "write the type as type.googleapis.com/FULL.NAME"),
    TYPED_STRUCT("typed-struct", "make the struct the JSON form of the message that it names, or send the message itself"),
    MISSING_TYPE("missing-type", "give typed_config: an extension by name alone runs with a configuration that nobody saw"),
    UNDECIDED("undecided", "ask for it to be judged: it is new in this Envoy"),
    NAME("name", "use 1 to 512 bytes of UTF-8 without control characters and without '" + Separator.CHARACTER + "'"),
    ADDRESS("address", "use a TCP socket_address with an IP address and a port_value"),
    BIND("bind", "leave it out, or give an IP source address only"),
    FORMAT_SYNTAX("format-syntax", "write %COMMAND%, %COMMAND(ARGUMENTS)% or %COMMAND(ARGUMENTS):LENGTH%, and %% for a percent sign"),
    FORMAT_COMMAND("format-command", "use a command that reads only the request, the connection or the route"),
    METADATA_KEY("metadata-key", "leave it out: Envoy obeys this metadata"),
    FILTER_STATE("filter-state", "use a key that the cluster admin's policy allows"),
    SOCKET_OPTION("socket-option", "use TCP_NODELAY, SO_KEEPALIVE, TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT or TCP_USER_TIMEOUT"),
    REGEX_SIZE("regex-size", "use a shorter regular expression"),
    NO_NAME("no-name", "give the resource a name");

    private final String id;
    private final String remedy;

    Rule(String id, String remedy) {
        this.id = id;
        this.remedy = remedy;
    }

    /** Kebab case, stable. */
    public String id() {
        return id;
    }

    /** What the author of the resource can do. */
    public String remedy() {
        return remedy;
    }
}
