package mesh.warren.agent.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import mesh.warren.agent.netns.NetnsThread;

/** A name server on the loopback of a network namespace: only who is inside can ask it. Names that it does not have do not exist. */
final class NameServer implements AutoCloseable {

    static final int PORT = 5300;

    private final Map<String, List<String>> names = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile boolean silent;
    private final Channel channel;

    NameServer(EventLoopGroup group, Path netns) throws IOException {
        EpollDatagramChannel socket = NetnsThread.call(netns, EpollDatagramChannel::new);
        channel = new Bootstrap().group(group).channelFactory(() -> socket).handler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel made) {
                made.pipeline().addLast(new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder(), new Answers());
            }
        }).bind("127.0.0.1", PORT).syncUninterruptibly().channel();
    }

    /** @param name fully qualified, with a final dot */
    void has(String name, String... ipv4) {
        names.put(name, List.of(ipv4));
    }

    void beSilent() {
        silent = true;
    }

    List<String> asked() {
        return asked;
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
    }

    private final class Answers extends SimpleChannelInboundHandler<DatagramDnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) throws Exception {
            DnsQuestion question = query.recordAt(DnsSection.QUESTION);
            asked.add(question.name());
            if (silent) {
                return;
            }
            List<String> addresses = names.get(question.name());
            DatagramDnsResponse response = new DatagramDnsResponse(query.recipient(), query.sender(), query.id());
            response.setCode(addresses == null ? DnsResponseCode.NXDOMAIN : DnsResponseCode.NOERROR);
            response.addRecord(DnsSection.QUESTION, question);
            for (String address : addresses == null || !question.type().equals(DnsRecordType.A) ? List.<String>of() : addresses) {
                response.addRecord(DnsSection.ANSWER, new DefaultDnsRawRecord(question.name(), DnsRecordType.A, 30,
                        Unpooled.wrappedBuffer(InetAddress.ofLiteral(address).getAddress())));
            }
            context.writeAndFlush(response);
        }
    }
}
