package mesh.warren.model.listen;

import io.envoyproxy.envoy.config.core.v3.TrafficDirection;

/** Which way the connections go that a door accepts. */
public enum Direction {
    /** From the pod. */
    OUTBOUND("outbound", TrafficDirection.OUTBOUND),
    /** To the pod. */
    INBOUND("inbound", TrafficDirection.INBOUND);

    private final String text;
    private final TrafficDirection envoy;

    Direction(String text, TrafficDirection envoy) {
        this.text = text;
        this.envoy = envoy;
    }

    /** Envoy's word for it. */
    public TrafficDirection envoy() {
        return envoy;
    }

    @Override
    public String toString() {
        return text;
    }
}
