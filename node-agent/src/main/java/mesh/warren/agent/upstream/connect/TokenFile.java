package mesh.warren.agent.upstream.connect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import mesh.warren.agent.domain.PodFields;
import mesh.warren.agent.domain.Template;

/** Tokens in files, read anew for each stream: a renewed token is used from the next stream on. */
public record TokenFile(Template path) implements TokenSource {

    private static final int LONGEST = 64 << 10;

    @Override
    public CompletionStage<String> token(PodFields pod) {
        CompletableFuture<String> token = new CompletableFuture<>();
        Thread.ofVirtual().name("token").start(() -> {
            try {
                token.complete(read(Path.of(path.of(pod))));
            } catch (IOException | RuntimeException e) {
                token.completeExceptionally(e);
            }
        });
        return token;
    }

    private static String read(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
            throw new IOException("token file " + file + ": want a file of at most " + LONGEST + " bytes");
        }
        String token = Files.readString(file, StandardCharsets.US_ASCII).strip();
        if (!token.matches("[\\x21-\\x7e]+")) {
            throw new IOException("token file " + file + ": is empty, or has blanks or control characters inside");
        }
        return token;
    }
}
