package mesh.warren.agent.envoy;

import com.google.protobuf.Duration;
import io.envoyproxy.envoy.config.overload.v3.BufferFactoryConfig;
import io.envoyproxy.envoy.config.overload.v3.LoadShedPoint;
import io.envoyproxy.envoy.config.overload.v3.OverloadAction;
import io.envoyproxy.envoy.config.overload.v3.OverloadManager;
import io.envoyproxy.envoy.config.overload.v3.ResourceMonitor;
import io.envoyproxy.envoy.config.overload.v3.ScaledTrigger;
import io.envoyproxy.envoy.config.overload.v3.ThresholdTrigger;
import io.envoyproxy.envoy.config.overload.v3.Trigger;
import io.envoyproxy.envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig;
import io.envoyproxy.envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig;

/**
 * What Envoy does when its heap fills up, so that the pod that fills it loses streams before its neighbours do. The agent's own stream
 * is one that Envoy opened, and its admin interface is exempt: neither is turned away.
 */
final class Overload {

    private static final String HEAP = "envoy.resource_monitors.fixed_heap";
    /** Streams that hold 2^20 bytes or more in buffers are candidates for a reset. */
    private static final int MINIMUM_ACCOUNT_POWER = 20;

    private Overload() {}

    /** @param connections of all doors together */
    static OverloadManager manager(long maxHeapBytes, long connections) {
        return OverloadManager.newBuilder()
                .setRefreshInterval(Duration.newBuilder().setNanos(250_000_000))
                .addResourceMonitors(ResourceMonitor.newBuilder()
                        .setName(HEAP)
                        .setTypedConfig(EnvoyBootstrap.any(
                                FixedHeapConfig.newBuilder().setMaxHeapSizeBytes(maxHeapBytes).build())))
                .addResourceMonitors(ResourceMonitor.newBuilder()
                        .setName("envoy.resource_monitors.global_downstream_max_connections")
                        .setTypedConfig(EnvoyBootstrap.any(DownstreamConnectionsConfig.newBuilder()
                                .setMaxActiveDownstreamConnections(connections).build())))
                .setBufferFactoryConfig(
                        BufferFactoryConfig.newBuilder().setMinimumAccountToTrackPowerOfTwo(MINIMUM_ACCOUNT_POWER))
                .addActions(action("envoy.overload_actions.reset_high_memory_stream", Trigger.newBuilder()
                        .setScaled(ScaledTrigger.newBuilder().setScalingThreshold(0.85).setSaturationThreshold(0.95))))
                .addActions(action("envoy.overload_actions.shrink_heap", threshold(0.9)))
                .addActions(action("envoy.overload_actions.stop_accepting_requests", threshold(0.95)))
                // New work is turned away before work that is under way is.
                .addLoadshedPoints(shed("http2_server_go_away_on_dispatch", 0.93))
                .addLoadshedPoints(shed("http_connection_manager_decode_headers", 0.95))
                .addLoadshedPoints(shed("hcm_ondata_creating_codec", 0.97))
                .addLoadshedPoints(shed("tcp_listener_accept", 0.98))
                .build();
    }

    private static LoadShedPoint shed(String name, double share) {
        return LoadShedPoint.newBuilder().setName("envoy.load_shed_points." + name)
                .addTriggers(threshold(share).setName(HEAP)).build();
    }

    private static OverloadAction action(String name, Trigger.Builder trigger) {
        return OverloadAction.newBuilder().setName(name).addTriggers(trigger.setName(HEAP)).build();
    }

    private static Trigger.Builder threshold(double share) {
        return Trigger.newBuilder().setThreshold(ThresholdTrigger.newBuilder().setValue(share));
    }
}
