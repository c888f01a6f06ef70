package mesh.warren.agent.admin;

import tools.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Answers one question for each connection: a line in, with a word and what it is asked about, and a JSON document out. */
public final class AdminServer implements AutoCloseable {

    private static final Logger LOG = System.getLogger(AdminServer.class.getName());
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, Function<String, ?>> answers;
    private final Path socket;
    private final ServerSocketChannel server;

    /**
     * @param socket  made anew with mode 0600; a stale one is replaced
     * @param answers by word; given the rest of the line, called on any thread
     */
    public AdminServer(Path socket, Map<String, Function<String, ?>> answers) throws IOException {
        this.answers = new TreeMap<>(answers);
        this.socket = socket;
        Files.deleteIfExists(socket);
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        Thread.ofPlatform().daemon().name("admin").start(this::accept);
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                Thread.startVirtualThread(() -> answer(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(SocketChannel client) {
        try (client; OutputStream out = Channels.newOutputStream(client)) {
            String line = new BufferedReader(new InputStreamReader(Channels.newInputStream(client), StandardCharsets.UTF_8)).readLine();
            String[] question = (line == null ? "" : line).split(" ", 2);
            String word = question[0];
            Function<String, ?> answer = answers.get(word);
            out.write(JSON.writeValueAsBytes(answer != null ? said(answer, question.length > 1 ? question[1] : "")
                    : Map.of("error", "no question '" + word + "': ask one of " + answers.keySet())));
        } catch (IOException clientWentAway) {
            // It asked, and no longer wants to know.
        }
    }

    private static Object said(Function<String, ?> answer, String about) {
        try {
            return answer.apply(about);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "answering", e);
            return Map.of("error", "the agent failed: " + e + "; its log has more");
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("closing " + socket, e);
        }
    }
}
