package mesh.warren.agent.downstream;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mesh.warren.model.xds.ResourceType;

/** A client of the delta protocol that does what a test tells it: subscribe, answer, read or not read. */
final class ScriptedEnvoy implements AutoCloseable {

    private static final long DEADLINE_SECONDS = 10;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final ManagedChannel channel;
    private final ClientCall<DeltaDiscoveryRequest, DeltaDiscoveryResponse> call;
    private final BlockingQueue<DeltaDiscoveryResponse> received = new LinkedBlockingQueue<>();

    private ScriptedEnvoy(Path socket, int window) {
        channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .eventLoopGroup(group)
                .channelType(EpollDomainSocketChannel.class)
                .usePlaintext()
                .initialFlowControlWindow(window)
                .maxInboundMessageSize(64 << 20)
                .build();
        call = channel.newCall(AdsMethod.DELTA, CallOptions.DEFAULT);
        call.start(new ClientCall.Listener<>() {
            @Override
            public void onMessage(DeltaDiscoveryResponse message) {
                received.add(message);
            }
        }, new Metadata());
    }

    /** Reads everything at once. */
    static ScriptedEnvoy connectedTo(Path socket) {
        ScriptedEnvoy envoy = new ScriptedEnvoy(socket, 1 << 20);
        envoy.read(1_000_000);
        return envoy;
    }

    /** Reads only what {@link #read} allows. */
    static ScriptedEnvoy slowlyReading(Path socket) {
        return new ScriptedEnvoy(socket, 64 << 10);
    }

    void read(int messages) {
        call.request(messages);
    }

    void subscribe(ResourceType type, String... names) {
        send(request(type).addAllResourceNamesSubscribe(List.of(names)));
    }

    void subscribe(ResourceType type, Map<String, String> initialVersions, String... names) {
        send(request(type).addAllResourceNamesSubscribe(List.of(names)).putAllInitialResourceVersions(initialVersions));
    }

    void unsubscribe(ResourceType type, String... names) {
        send(request(type).addAllResourceNamesUnsubscribe(List.of(names)));
    }

    void ack(DeltaDiscoveryResponse response) {
        ack(response.getTypeUrl(), response.getNonce());
    }

    void ack(String typeUrl, String nonce) {
        send(DeltaDiscoveryRequest.newBuilder().setTypeUrl(typeUrl).setResponseNonce(nonce));
    }

    void nack(DeltaDiscoveryResponse response, String reason) {
        send(DeltaDiscoveryRequest.newBuilder().setTypeUrl(response.getTypeUrl())
                .setResponseNonce(response.getNonce())
                .setErrorDetail(Status.newBuilder().setCode(3).setMessage(reason)));
    }

    /** The next response, not acknowledged yet. */
    DeltaDiscoveryResponse next() throws InterruptedException {
        DeltaDiscoveryResponse response = received.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
        assertNotNull(response, "no response within " + DEADLINE_SECONDS + " s");
        return response;
    }

    DeltaDiscoveryResponse nextAcked() throws InterruptedException {
        DeltaDiscoveryResponse response = next();
        ack(response);
        return response;
    }

    /**
     * Nothing comes for what was asked so far: asks for one more name that does not exist, whose answer would come after
     * it on the ordered stream.
     */
    void expectNothingElse() throws InterruptedException {
        String marker = "no-such-secret-" + System.nanoTime();
        subscribe(ResourceType.SECRET, marker);
        DeltaDiscoveryResponse response = next();
        ack(response);
        if (!response.getRemovedResourcesList().contains(marker)) {
            assertNull(response, "an unexpected response");
        }
        unsubscribe(ResourceType.SECRET, marker);
    }

    int unread() {
        return received.size();
    }

    void send(DeltaDiscoveryRequest.Builder request) {
        call.sendMessage(request.build());
    }

    static DeltaDiscoveryRequest.Builder request(ResourceType type) {
        return DeltaDiscoveryRequest.newBuilder()
                .setNode(Node.newBuilder().setId("scripted"))
                .setTypeUrl(type.typeUrl());
    }

    @Override
    public void close() throws InterruptedException {
        call.cancel("the test is over", null);
        channel.shutdownNow().awaitTermination(DEADLINE_SECONDS, TimeUnit.SECONDS);
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
