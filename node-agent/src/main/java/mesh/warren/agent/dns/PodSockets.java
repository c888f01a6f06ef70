package mesh.warren.agent.dns;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.model.confine.UpstreamBinding;

/**
 * Opens sockets in the network namespace of one of several pods, the first that is still there: name servers see a pod of the tenant
 * and the network's rules for it hold. A socket stays where it was opened, whatever thread uses it.
 */
final class PodSockets {

    /** Capture leaves marked connections alone: a query by TCP must not come to a door. */
    private static final IntegerUnixChannelOption SO_MARK = new IntegerUnixChannelOption("SO_MARK", 1, 36);

    private final AtomicReference<List<Path>> pins = new AtomicReference<>(List.of());

    /** The pods from now on. */
    void pins(List<Path> all) {
        pins.set(List.copyOf(all));
    }

    EpollDatagramChannel datagram() {
        return open(EpollDatagramChannel::new);
    }

    EpollSocketChannel stream() {
        return open(EpollSocketChannel::new);
    }

    private <C extends Channel> C open(Supplier<C> socket) {
        IOException last = new IOException("no pod of this tenant is there any more");
        for (Path pin : pins.get()) {
            try {
                C channel = NetnsThread.call(pin, socket::get);
                channel.config().setOption(SO_MARK, UpstreamBinding.MARK);
                return channel;
            } catch (IOException e) {
                last = e;
            }
        }
        throw new ChannelException("dns: " + last.getMessage(), last);
    }
}
