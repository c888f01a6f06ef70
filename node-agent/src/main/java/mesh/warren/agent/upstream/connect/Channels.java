package mesh.warren.agent.upstream.connect;

import io.grpc.ManagedChannel;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.util.concurrent.TimeUnit;
import mesh.warren.agent.domain.ControlPlane;
import mesh.warren.agent.domain.ServerAddress;

/** Makes gRPC channels to control planes. */
final class Channels {

    private Channels() {}

    static ManagedChannel open(ControlPlane plane, Credentials credentials, EventLoopGroup group) {
        NettyChannelBuilder builder = switch (plane.address()) {
            case ServerAddress.Tcp tcp -> NettyChannelBuilder.forTarget("dns:///" + tcp).channelType(EpollSocketChannel.class);
            case ServerAddress.Unix unix -> NettyChannelBuilder.forAddress(new DomainSocketAddress(unix.path().toFile()))
                    .channelType(EpollDomainSocketChannel.class)
                    .overrideAuthority("localhost");
        };
        plane.authority().ifPresent(builder::overrideAuthority);
        credentials.context().ifPresentOrElse(
                context -> builder.negotiationType(NegotiationType.TLS).sslContext(context), builder::usePlaintext);
        long keepAlive = plane.limits().keepAlive().toSeconds();
        return builder.eventLoopGroup(group)
                .directExecutor() // so that responses are handled on the event loop, the owner of all state
                .disableRetry() // a stream is begun anew by its owner, with what it holds
                .maxInboundMessageSize(plane.limits().messageBytes())
                .keepAliveTime(keepAlive, TimeUnit.SECONDS)
                .keepAliveTimeout(keepAlive, TimeUnit.SECONDS)
                .userAgent("warren")
                .build();
    }
}
