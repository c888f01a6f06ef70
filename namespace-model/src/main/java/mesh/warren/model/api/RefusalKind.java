package mesh.warren.model.api;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why a field or a type is refused: the rule's name in a refusal, and the remedy that goes with it. */
public enum RefusalKind {
    /** Reads or writes a file of the node. */
    FILE("send the content inline or by SDS, and logs to a gRPC access log service"),
    /** A Unix socket of the node. */
    PIPE("use an IP address and a port"),
    /** A network namespace chosen by the tenant. */
    NETNS("leave it out: the agent sets the pod's own"),
    /** Reads the environment of the Envoy process. */
    ENVIRONMENT("send the value itself"),
    /** A gRPC client with sockets of its own, outside of any cluster. */
    GOOGLE_GRPC("use envoy_grpc with a cluster of your own"),
    /** A name computed from traffic, which could be any tenant's. */
    RUN_TIME_NAME("name the resource in the configuration, with one route for each"),
    /** Sockets or look-ups that leave from Envoy's own network namespace instead of the pod's. */
    EGRESS("use TCP upstreams with EDS or static endpoints"),
    /** A name or a cache that the whole process shares. */
    PROCESS_WIDE("leave it out: the whole node would share it"),
    /** Known to crash Envoy, or to stop its start, when a pod goes at the wrong moment. */
    CRASH("leave it out: one pod could crash the node's Envoy"),
    /** Takes away a limit that protects the neighbours. */
    PROTECTION("leave it out: the agent sets it for all"),
    /** Reads what a connection is, or says where it goes, below the agent's control (marks, source addresses, stamps). */
    STAMP("leave it out: the agent owns it"),
    /** Runs code inside of Envoy. */
    CODE("ask the cluster's admin for a dedicated Envoy that allows it"),
    /** An extension whose maintainers ask for trusted peers on both sides, or say that it is work in progress. */
    TRUST("ask the cluster's admin for a dedicated Envoy that allows it"),
    /** Makes statistics out of traffic, without a bound. */
    STATISTICS("leave it out: statistics are the agent's"),
    /** Belongs in Envoy's bootstrap, not in a resource. */
    BOOTSTRAP("leave it out: the bootstrap is the agent's"),
    /** A protocol over UDP, which the shared Envoy does not serve. */
    UDP("use HTTP/1.1 or HTTP/2 over TCP"),
    /** Superseded: Envoy still reads it, and a second way to say a thing is a second way around a rule. */
    DEPRECATED("use the field that replaces it"),
    /** Not judged for a shared Envoy yet. */
    UNSUPPORTED("leave it out, or ask for it to be judged");

    private static final Map<String, RefusalKind> BY_TOKEN =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(RefusalKind::token, Function.identity()));

    private final String remedy;

    RefusalKind(String remedy) {
        this.remedy = remedy;
    }

    /** What the author of the configuration can do instead. */
    public String remedy() {
        return remedy;
    }

    /** As written in the table: {@code google-grpc}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind of this token; empty for none. */
    public static Optional<RefusalKind> ofToken(String token) {
        return Optional.ofNullable(BY_TOKEN.get(token));
    }
}
