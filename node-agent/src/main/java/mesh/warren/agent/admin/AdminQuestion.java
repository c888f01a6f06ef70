package mesh.warren.agent.admin;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The client of {@link AdminServer}. */
public final class AdminQuestion {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private AdminQuestion() {}

    /**
     * Asks the agent behind this socket.
     *
     * @param word the question, with what it is about behind a space
     * @throws IOException when no agent listens there, or it has no such answer
     */
    public static <T> T ask(Path socket, String word, Class<T> answer) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap((word + "\n").getBytes(StandardCharsets.UTF_8)));
            JsonNode said = JSON.readTree(Channels.newInputStream(channel));
            if (said.isMissingNode()) {
                throw new IOException("the agent behind " + socket + " closed the connection without an answer: it is stopping");
            }
            if (said.has("error")) {
                throw new IOException(said.get("error").asString());
            }
            return JSON.treeToValue(said, answer);
        } catch (java.net.ConnectException | java.nio.file.NoSuchFileException e) {
            throw new IOException("no agent listens on " + socket + ": is it running, and with this configuration?", e);
        }
    }
}
