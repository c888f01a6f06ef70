package mesh.warren.agent.lanes;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import mesh.warren.agent.netns.NetnsThread;

/** Requests from inside of a pod, each on a connection of its own, one after the other on each of some threads, until it is closed. */
final class NewConnections implements AutoCloseable {

    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
    private final AtomicLong served = new AtomicLong();
    private volatile boolean ended;

    NewConnections(Path pod, String address, int port, int count) {
        for (int i = 0; i < count; i++) {
            threads.add(Thread.ofPlatform().daemon().start(() -> {
                try {
                    NetnsThread.call(pod, () -> {
                        while (!ended) {
                            request(address, port);
                        }
                        return null;
                    });
                } catch (IOException e) {
                    failed.add(e.toString());
                }
            }));
        }
    }

    /** So many, and returns then. */
    static void some(Path pod, String address, int port, int count) throws IOException {
        NetnsThread.call(pod, () -> {
            for (int i = 0; i < count; i++) {
                ask(address, port);
            }
            return null;
        });
    }

    long served() {
        return served.get();
    }

    List<String> failed() {
        return List.copyOf(failed);
    }

    private void request(String address, int port) {
        try {
            ask(address, port);
            served.incrementAndGet();
        } catch (IOException e) {
            failed.add(e.toString());
        }
    }

    private static void ask(String address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(5000);
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port), 5000);
            socket.getOutputStream().write(REQUEST);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            StringBuilder answer = new StringBuilder();
            while (answer.indexOf("served") < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("answered: " + answer);
                }
                answer.append((char) next);
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
