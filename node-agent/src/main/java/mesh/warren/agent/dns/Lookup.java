package mesh.warren.agent.dns;

import io.netty.buffer.ByteBufHolder;
import io.netty.channel.AddressedEnvelope;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.resolver.dns.DnsNameResolver;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * One question, tried under each of its candidate names until one has an answer. The answer has the name that was asked for, as a
 * libc's has: the chain of CNAMEs is followed by the server, and left out. On the event loop.
 */
final class Lookup {

    private final DnsNameResolver resolver;
    private final DnsQuestion question;
    private final List<String> candidates;
    private final BiConsumer<DnsResponseCode, List<DnsRecord>> done;
    private int next;
    private DnsResponseCode worst = DnsResponseCode.NXDOMAIN;

    /** @param done called once, with the answer's records, which the callee releases */
    Lookup(DnsNameResolver resolver, DnsQuestion question, List<String> candidates, BiConsumer<DnsResponseCode, List<DnsRecord>> done) {
        this.resolver = resolver;
        this.question = question;
        this.candidates = candidates;
        this.done = done;
    }

    void begin() {
        if (next == candidates.size()) {
            done.accept(worst, List.of());
            return;
        }
        resolver.query(new DefaultDnsQuestion(candidates.get(next++), question.type())).addListener(future -> {
            if (!future.isSuccess()) {
                done.accept(DnsResponseCode.SERVFAIL, List.of());
                return;
            }
            @SuppressWarnings("unchecked")
            AddressedEnvelope<DnsResponse, InetSocketAddress> envelope =
                    (AddressedEnvelope<DnsResponse, InetSocketAddress>) future.getNow();
            try {
                answered(envelope.content());
            } finally {
                envelope.release();
            }
        });
    }

    private void answered(DnsResponse response) {
        List<DnsRecord> records = records(response);
        if (!records.isEmpty()) {
            done.accept(DnsResponseCode.NOERROR, records);
        } else if (response.code().equals(DnsResponseCode.NOERROR) || response.code().equals(DnsResponseCode.NXDOMAIN)) {
            // The name exists, if only with records of other types: then it does not "not exist".
            worst = response.code().equals(DnsResponseCode.NOERROR) ? DnsResponseCode.NOERROR : worst;
            begin();
        } else {
            done.accept(DnsResponseCode.SERVFAIL, List.of());
        }
    }

    private List<DnsRecord> records(DnsResponse response) {
        long ttl = Integer.MAX_VALUE;
        for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
            ttl = Math.min(ttl, response.<DnsRecord>recordAt(DnsSection.ANSWER, i).timeToLive());
        }
        List<DnsRecord> records = new ArrayList<>();
        for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
            DnsRecord record = response.recordAt(DnsSection.ANSWER, i);
            if (record.type().equals(question.type()) && record instanceof DnsRawRecord raw) {
                records.add(new DefaultDnsRawRecord(question.name(), record.type(), ttl, ((ByteBufHolder) raw).content().retainedDuplicate()));
            }
        }
        return records;
    }
}
