package mesh.warren.model.rewrite;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.BindConfig;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import java.util.List;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.xds.ResourceType;

/** The rewriter with the committed table. */
final class RealTable {

    static final BindConfig SHARED = binding("/void");
    static final BindConfig OF_POD = binding("/pod");

    private static final Rewriter REWRITER = new Rewriter(ApiTable.committed(), SHARED);

    private RealTable() {}

    private static BindConfig binding(String netns) {
        return BindConfig.newBuilder()
                .setSourceAddress(SocketAddress.newBuilder().setAddress("0.0.0.0").setPortValue(0).setNetworkNamespaceFilepath(netns))
                .build();
    }

    static RewriteOutcome.Accepted accepted(ResourceType type, Message message, NamespaceView view) {
        return switch (rewrite(type, message, view)) {
            case RewriteOutcome.Accepted accepted -> accepted;
            case RewriteOutcome.Refused refused -> throw new AssertionError(refused.refusals().toString());
        };
    }

    static RewriteOutcome rewrite(ResourceType type, Message message, NamespaceView view) {
        return REWRITER.rewrite(type, message.toByteArray(), new RewriteContext(view, RewriteContext.DEFAULT.policy()));
    }

    static Cluster cluster(Cluster.Builder cluster) {
        return content(accepted(ResourceType.CLUSTER, cluster.build(), NamespaceView.DEFAULT));
    }

    static Cluster content(RewriteOutcome.Accepted accepted) {
        try {
            return Cluster.parseFrom(accepted.resource().bytes().canonical());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    static List<String> refusals(ResourceType type, Message message) {
        return switch (REWRITER.rewrite(type, message.toByteArray(), RewriteContext.DEFAULT)) {
            case RewriteOutcome.Accepted accepted -> throw new AssertionError("accepted " + accepted.resource());
            case RewriteOutcome.Refused refused -> refused.refusals().stream()
                    .map(refusal -> refusal.path() + " " + refusal.rule() + " " + refusal.value()).toList();
        };
    }
}
