package mesh.warren.agent.settings;

/**
 * Each pod's own view of its virtual Envoy.
 *
 * @param port      on the pod's loopback, as a sidecar's admin interface
 * @param readyPort on the pod's addresses: {@code /healthz/ready}, as a sidecar's
 */
public record PodViewSettings(int port, int readyPort) {}
