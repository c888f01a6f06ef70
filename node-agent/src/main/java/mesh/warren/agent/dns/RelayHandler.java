package mesh.warren.agent.dns;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsOpCode;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.util.ReferenceCountUtil;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.List;

/** Answers the queries that come to one relay address: A and AAAA, which is all that Envoy asks for. On the event loop. */
final class RelayHandler extends SimpleChannelInboundHandler<DatagramDnsQuery> {

    private static final Logger LOG = System.getLogger(RelayHandler.class.getName());
    /**
     * So many addresses fit into 1,232 bytes, which no network fragments (DNS flag day 2020). The rest is left out, without
     * the mark that makes a client come again by TCP: the void has no TCP port to come to.
     */
    private static final int MOST_ADDRESSES = 36;

    private final ResolverConfig config;
    private final DnsNameResolver resolver;
    private final Admission admission;

    RelayHandler(ResolverConfig config, DnsNameResolver resolver, Admission admission) {
        this.config = config;
        this.resolver = resolver;
        this.admission = admission;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
        InetSocketAddress sender = query.sender();
        InetSocketAddress self = query.recipient();
        int id = query.id();
        DnsQuestion asked = query.count(DnsSection.QUESTION) == 1 ? query.recordAt(DnsSection.QUESTION) : null;
        boolean known = asked != null && query.opCode().equals(DnsOpCode.QUERY)
                && (asked.type().equals(DnsRecordType.A) || asked.type().equals(DnsRecordType.AAAA));
        DnsQuestion question = asked == null ? null : new DefaultDnsQuestion(asked.name(), asked.type());
        if (!known || !admission.begin()) {
            respond(context, new DatagramDnsResponse(self, sender, id, query.opCode(), known ? DnsResponseCode.REFUSED : DnsResponseCode.NOTIMP),
                    question, List.of());
            return;
        }
        // Envoy's resolver asks for the name as the cluster has it; netty shows it with a final dot, which says nothing.
        String name = question.name().endsWith(".") ? question.name().substring(0, question.name().length() - 1) : question.name();
        new Lookup(resolver, question, config.candidates(name), (code, records) -> {
            admission.end();
            respond(context, new DatagramDnsResponse(self, sender, id, DnsOpCode.QUERY, code), question, records);
        }).begin();
    }

    private static void respond(ChannelHandlerContext context, DatagramDnsResponse response, DnsQuestion question, List<DnsRecord> records) {
        response.setRecursionAvailable(true);
        if (question != null) {
            response.addRecord(DnsSection.QUESTION, question);
        }
        records.stream().limit(MOST_ADDRESSES).forEach(record -> response.addRecord(DnsSection.ANSWER, record));
        records.stream().skip(MOST_ADDRESSES).forEach(ReferenceCountUtil::release);
        context.writeAndFlush(response);
    }

    /** A packet that is no DNS query is nobody's fault but its sender's. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.log(Level.DEBUG, "dns: a packet could not be used: {0}", cause.toString());
    }
}
