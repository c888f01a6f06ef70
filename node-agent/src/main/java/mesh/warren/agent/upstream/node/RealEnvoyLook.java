package mesh.warren.agent.upstream.node;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import mesh.warren.agent.envoy.AdminClient;

/** Asks the node's Envoy what it is, until it answers. */
public final class RealEnvoyLook {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private RealEnvoyLook() {}

    /** @param adminSocket of Envoy, which answers there before it serves */
    public static CompletableFuture<RealEnvoy> at(Path adminSocket) {
        CompletableFuture<RealEnvoy> answer = new CompletableFuture<>();
        AdminClient admin = new AdminClient(adminSocket, TIMEOUT);
        Thread.ofPlatform().daemon().name("real-envoy").start(() -> ask(admin, answer));
        return answer;
    }

    private static void ask(AdminClient admin, CompletableFuture<RealEnvoy> answer) {
        String said = "";
        while (!answer.isDone()) {
            try {
                answer.complete(RealEnvoy.of(admin.serverInfo()));
            } catch (IOException e) {
                if (!said.equals(e.getMessage())) {
                    said = e.getMessage();
                    System.getLogger(RealEnvoyLook.class.getName()).log(Level.DEBUG, "Envoy has not said yet what it is: {0}", said);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
