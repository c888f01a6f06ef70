import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketChannel;

/** The same as {@link JdkClient}, by jnr-unixsocket. */
public final class JnrClient {

    private JnrClient() {}

    public static void main(String[] arguments) throws Exception {
        try (UnixSocketChannel channel = UnixSocketChannel.open(new UnixSocketAddress(new File(arguments[0])))) {
            channel.write(ByteBuffer.wrap("ask\n".getBytes(StandardCharsets.UTF_8)));
            ByteBuffer answer = ByteBuffer.allocate(4096);
            channel.read(answer);
            System.out.write(answer.array(), 0, answer.position());
            System.out.flush();
        }
    }
}
