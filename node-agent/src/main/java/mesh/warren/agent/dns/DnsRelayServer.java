package mesh.warren.agent.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.resolver.dns.DnsServerAddresses;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.registry.RegistrySnapshot;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.id.Tenant;
import mesh.warren.model.rewrite.DnsRelay;

/**
 * The relay's addresses in the void: one for each tenant and way of looking names up. UDP only: so the void has no TCP port, and a
 * connection that has lost its stamp still finds nobody there. Any thread.
 */
public final class DnsRelayServer implements AutoCloseable {

    private static final Logger LOG = System.getLogger(DnsRelayServer.class.getName());
    private static final int PORT = 53;
    private static final int QUERY_MILLIS = 2_000;
    private static final int PAYLOAD = 4_096;

    /** Who shares an address. */
    private record Key(Tenant tenant, ResolverConfig config) {
        @Override
        public String toString() {
            return tenant + " " + config;
        }
    }

    private record Relay(Key key, IpAddress address, Channel channel, DnsNameResolver resolver, Admission admission, PodSockets sockets,
            Map<PodUid, Path> pods) {}

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("warren-dns", true), EpollIoHandler.newFactory());
    private final Map<String, Relay> relays = new HashMap<>();
    private final Path nothing;
    private final RelayAddresses addresses;
    private final RelayLimits limits;
    private final Function<PodRecord, ResolverConfig> configs;

    /**
     * @param nothing path of the void, with its loopback up
     * @param state   where the addresses are remembered
     * @param configs how a pod looks names up
     * @throws IOException when what is remembered cannot be read
     */
    public DnsRelayServer(Path nothing, Path state, RelayLimits limits, Function<PodRecord, ResolverConfig> configs) throws IOException {
        this.nothing = nothing;
        this.addresses = new RelayAddresses(state.resolve("dns-relay"));
        this.limits = limits;
        this.configs = configs;
    }

    /**
     * The address that answers for this pod, from now on.
     *
     * @throws IOException when it cannot be bound
     */
    public synchronized InetSocketAddress of(PodRecord pod) throws IOException {
        Key key = new Key(pod.name().tenant(), configs.apply(pod));
        Relay relay = relays.get(key.toString());
        if (relay == null) {
            relay = bind(key);
            relays.put(key.toString(), relay);
        }
        relay.pods().put(pod.uid(), pod.pin());
        relay.sockets().pins(List.copyOf(relay.pods().values()));
        return (InetSocketAddress) relay.channel().localAddress();
    }

    /** The same for the rewriter; empty, and logged, when it cannot be bound: the pod's clusters found by DNS are refused then. */
    public Optional<DnsRelay> forPod(PodRecord pod) {
        try {
            InetSocketAddress address = of(pod);
            return Optional.of(new DnsRelay(address.getAddress().getHostAddress(), address.getPort()));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "pod {0}: {1}", pod.name(), e.getMessage());
            return Optional.empty();
        }
    }

    /** The pods that there are; addresses of which no pod is left are given up. */
    public synchronized void pods(RegistrySnapshot snapshot) {
        relays.values().removeIf(relay -> {
            boolean changed = relay.pods().entrySet().removeIf(pod ->
                    snapshot.pod(pod.getKey()).filter(now -> now.pin().equals(pod.getValue())).isEmpty());
            if (changed) {
                relay.sockets().pins(List.copyOf(relay.pods().values()));
            }
            if (relay.pods().isEmpty()) {
                close(relay);
            }
            return relay.pods().isEmpty();
        });
    }

    /** By tenant, how many queries were refused because of its limits. */
    public synchronized Map<Tenant, Long> refused() {
        Map<Tenant, Long> refused = new TreeMap<>();
        relays.values().forEach(relay -> refused.merge(relay.key().tenant(), relay.admission().refused(), Long::sum));
        return refused;
    }

    private Relay bind(Key key) throws IOException {
        IpAddress address = addresses.of(key.toString());
        PodSockets sockets = new PodSockets();
        DnsNameResolver resolver = new DnsNameResolverBuilder(group.next())
                .datagramChannelFactory(sockets::datagram)
                .socketChannelFactory(sockets::stream)
                .datagramChannelStrategy(DnsNameResolverChannelStrategy.ChannelPerResolution)
                .nameServerProvider(name -> DnsServerAddresses.sequential(key.config().servers()).stream())
                .queryTimeoutMillis(QUERY_MILLIS)
                .maxPayloadSize(PAYLOAD)
                .build();
        Admission admission = new Admission(limits, System::nanoTime);
        try {
            EpollDatagramChannel socket = NetnsThread.call(nothing, EpollDatagramChannel::new);
            Channel channel = new Bootstrap().group(group).channelFactory(() -> socket)
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel made) {
                            made.pipeline().addLast(new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder(),
                                    new RelayHandler(key.config(), resolver, admission));
                        }
                    })
                    .bind(address.toString(), PORT).syncUninterruptibly().channel();
            return new Relay(key, address, channel, resolver, admission, sockets, new LinkedHashMap<>());
        } catch (IOException | RuntimeException e) {
            resolver.close();
            throw new IOException("dns: " + address + " in the void cannot be bound for tenant " + key.tenant() + ": " + e.getMessage(), e);
        }
    }

    private static void close(Relay relay) {
        relay.channel().close();
        relay.resolver().close();
        LOG.log(Level.DEBUG, "dns: {0} is given up", relay.key());
    }

    @Override
    public synchronized void close() {
        relays.values().forEach(DnsRelayServer::close);
        relays.clear();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
