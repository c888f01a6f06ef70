import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Stands for the agent while the AOT cache is made: says yes to one request. Argument: the socket's path. */
class TrainingAgent {

    static void main(String[] arguments) throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(arguments[0]));
            try (SocketChannel client = server.accept()) {
                client.read(ByteBuffer.allocate(1 << 16));
                client.write(ByteBuffer.wrap("{\"warren\":1}\n".getBytes(StandardCharsets.UTF_8)));
            }
        }
    }
}
