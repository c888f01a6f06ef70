package mesh.warren.bench.lanes;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A load generator, as a process of its own: some connections, each of which sends its next request when the answer to the last has
 * come. One thread; answers are told apart by their length alone, which is learnt from the first, so that it costs little.
 * Arguments: ADDRESS PORT CONNECTIONS keep|new SECONDS-BEFORE SECONDS-MEASURED. Prints one line of {@link Measured}.
 */
final class Load {

    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: bench\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final InetSocketAddress target;
    private final boolean anew;
    private final Selector selector = Selector.open();
    private final ByteBuffer answer = ByteBuffer.allocateDirect(256 << 10);
    private final ByteBuffer request = ByteBuffer.allocateDirect(REQUEST.length).put(REQUEST).flip();
    private Latencies latencies = new Latencies();
    private long failed;

    /** One connection: when its request left, and how much of the answer is missing; -1: the length is not known yet. */
    private static final class Call {
        private long sent;
        private long missing = -1;
        private long length;
        private final StringBuilder head = new StringBuilder();
    }

    private Load(InetSocketAddress target, boolean anew) throws IOException {
        this.target = target;
        this.anew = anew;
    }

    public static void main(String[] arguments) throws IOException {
        Load load = new Load(new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])), arguments[3].equals("new"));
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            load.connect();
        }
        load.run(TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[4])));
        load.latencies = new Latencies();
        load.failed = 0;
        long cpu = cpu();
        long begin = System.nanoTime();
        load.run(TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[5])));
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.println(new Measured(load.latencies.count() / seconds, load.latencies.percentile(50), load.latencies.percentile(99),
                load.latencies.percentile(99.9), load.failed, (cpu() - cpu) / 1e9 / seconds).line());
        System.exit(0);
    }

    private void run(long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            selector.select(this::ready, Math.max(1, left / 1_000_000));
        }
    }

    private void connect() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        Call call = new Call();
        call.sent = System.nanoTime();
        if (anew) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0); // no TIME_WAIT: the ports would not last
        }
        channel.register(selector, SelectionKey.OP_CONNECT, call);
        channel.connect(target);
    }

    private void ready(SelectionKey key) {
        Call call = (Call) key.attachment();
        try {
            SocketChannel channel = (SocketChannel) key.channel();
            if (key.isConnectable()) {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                channel.write(request.rewind());
                return;
            }
            int count = channel.read(answer.clear());
            if (count < 0) {
                throw new IOException("closed");
            }
            if (received(call, count)) {
                done(key, channel, call);
            }
        } catch (IOException e) {
            failed++;
            again(key);
        }
    }

    private void done(SelectionKey key, SocketChannel channel, Call call) throws IOException {
        long now = System.nanoTime();
        latencies.add(now - call.sent);
        if (anew) {
            again(key);
        } else {
            call.missing = call.length;
            call.sent = now;
            channel.write(request.rewind());
        }
    }

    private void again(SelectionKey key) {
        try {
            key.cancel();
            key.channel().close();
            connect();
        } catch (IOException e) {
            failed++;
        }
    }

    /** Whether the answer is complete. */
    private boolean received(Call call, int count) throws IOException {
        if (call.missing >= 0) {
            call.missing -= count;
            return call.missing == 0;
        }
        answer.flip();
        int headBefore = call.head.length();
        call.head.append(StandardCharsets.ISO_8859_1.decode(answer));
        int end = call.head.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        String head = call.head.substring(0, end);
        if (!head.startsWith("HTTP/1.1 200")) {
            throw new IOException(head);
        }
        int at = head.toLowerCase(Locale.ROOT).indexOf("content-length: ") + "content-length: ".length();
        int stop = head.indexOf('\r', at);
        call.length = end + 4 + Long.parseLong(head.substring(at, stop < 0 ? head.length() : stop).strip());
        call.missing = call.length - headBefore - count;
        call.head.setLength(0);
        return call.missing == 0;
    }

    private static long cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }
}
