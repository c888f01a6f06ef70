package mesh.warren.agent.netns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which TCP addresses are listened on in a network namespace: what the kernel has, not what somebody was told to bind.
 */
public final class ListeningSockets {

    private static final String LISTEN = "0A";

    private ListeningSockets() {}

    /** Those of the calling thread's namespace; {@code NetnsThread.call(path, ListeningSockets::here)}. */
    public static Set<InetSocketAddress> here() throws IOException {
        Set<InetSocketAddress> sockets = new LinkedHashSet<>(parse(Files.readAllLines(Path.of("/proc/thread-self/net/tcp"))));
        Path ipv6 = Path.of("/proc/thread-self/net/tcp6");
        if (Files.exists(ipv6)) {
            sockets.addAll(parse(Files.readAllLines(ipv6)));
        }
        return sockets;
    }

    /** Reads the lines of {@code /proc/net/tcp} (proc_pid_net(5)): the address is in 32-bit words of the machine's order. */
    static Set<InetSocketAddress> parse(List<String> lines) throws IOException {
        Set<InetSocketAddress> sockets = new LinkedHashSet<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.strip().split(" +");
            if (fields[3].equals(LISTEN)) {
                int colon = fields[1].indexOf(':');
                int port = Integer.parseInt(fields[1].substring(colon + 1), 16);
                sockets.add(new InetSocketAddress(address(fields[1].substring(0, colon)), port));
            }
        }
        return sockets;
    }

    private static InetAddress address(String words) throws IOException {
        ByteBuffer printed = ByteBuffer.wrap(HexFormat.of().parseHex(words));
        ByteBuffer inOrder = ByteBuffer.allocate(printed.capacity()).order(ByteOrder.nativeOrder());
        while (printed.hasRemaining()) {
            inOrder.putInt(printed.getInt());
        }
        return InetAddress.getByAddress(inOrder.array());
    }
}
