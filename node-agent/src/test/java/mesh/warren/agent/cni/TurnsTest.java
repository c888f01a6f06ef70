package mesh.warren.agent.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mesh.warren.cni.spec.AttachmentId;
import mesh.warren.cni.spec.CniException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The order of commands that overlap. */
@Tag("process")
class TurnsTest {

    private static final AttachmentId A = new AttachmentId("a", "eth0");
    private static final AttachmentId B = new AttachmentId("b", "eth0");
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration LATER = Duration.ofSeconds(20);

    private final Turns turns = new Turns();

    @Test
    void commandsOfOneAttachmentWaitForEachOther() throws Exception {
        turns.begin(A, Deadline.in(SOON));
        CniException late = assertThrows(CniException.class, () -> turns.begin(A, Deadline.in(SOON)));
        assertEquals("timed out: waited for an earlier command for a@eth0 to end", late.getMessage());
        CompletableFuture<Void> waiting = beginning(A);
        turns.end(A);
        waiting.get(20, TimeUnit.SECONDS);
    }

    @Test
    void commandsOfDifferentAttachmentsDoNot() throws Exception {
        turns.begin(A, Deadline.in(SOON));
        turns.begin(B, Deadline.in(SOON));
    }

    @Test
    void gcRunsAlone() throws Exception {
        turns.begin(A, Deadline.in(SOON));
        assertTrue(assertThrows(CniException.class, () -> turns.beginAlone(Deadline.in(SOON))).getMessage().contains("commands for [a@eth0]"));
        turns.end(A);
        turns.beginAlone(Deadline.in(SOON));
        assertTrue(assertThrows(CniException.class, () -> turns.begin(B, Deadline.in(SOON))).getMessage().contains("a GC"));
        CompletableFuture<Void> waiting = beginning(B);
        turns.endAlone();
        waiting.get(20, TimeUnit.SECONDS);
    }

    private CompletableFuture<Void> beginning(AttachmentId id) {
        return CompletableFuture.runAsync(() -> {
            try {
                turns.begin(id, Deadline.in(LATER));
            } catch (CniException | InterruptedException failed) {
                throw new IllegalStateException(failed);
            }
        });
    }
}
