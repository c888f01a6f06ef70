import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** The least that a plugin must do, by the JDK's channel: connect, ask, print the answer. */
public final class JdkClient {

    private JdkClient() {}

    public static void main(String[] arguments) throws Exception {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(arguments[0]));
            channel.write(ByteBuffer.wrap("ask\n".getBytes(StandardCharsets.UTF_8)));
            ByteBuffer answer = ByteBuffer.allocate(4096);
            channel.read(answer);
            System.out.write(answer.array(), 0, answer.position());
            System.out.flush();
        }
    }
}
