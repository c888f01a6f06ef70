package mesh.warren.agent.domain;

/** How a control plane is spoken to (Envoy's xDS protocol document). */
public enum Protocol {
    /** {@link #DELTA}, or {@link #SOTW} once the server has answered UNIMPLEMENTED; remembered until the agent ends. */
    AUTO,
    /** Aggregated, incremental gRPC stream. */
    DELTA,
    /** Aggregated state-of-the-world gRPC stream. */
    SOTW,
    /** State-of-the-world over HTTP with JSON, one question for each type, asked again and again. */
    REST
}
