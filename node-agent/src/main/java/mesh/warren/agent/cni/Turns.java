package mesh.warren.agent.cni;

import java.util.HashSet;
import java.util.Set;
import mesh.warren.cni.spec.AttachmentId;
import mesh.warren.cni.spec.CniException;
import mesh.warren.cni.spec.ErrorCode;

/**
 * Who may work now: one command for each attachment at a time, and GC alone. A runtime that gave up waiting sends DEL while its ADD still runs;
 * the DEL then waits here. All methods are for any thread.
 */
final class Turns {

    private final Set<AttachmentId> working = new HashSet<>();
    private boolean alone;

    /** Waits for the attachment's turn; every return needs one {@link #end}. */
    synchronized void begin(AttachmentId id, Deadline deadline) throws CniException, InterruptedException {
        while (alone || working.contains(id)) {
            await(deadline, alone ? "a GC" : "an earlier command for " + id);
        }
        working.add(id);
    }

    synchronized void end(AttachmentId id) {
        working.remove(id);
        notifyAll();
    }

    /** Waits until nobody works; every return needs one {@link #endAlone}. */
    synchronized void beginAlone(Deadline deadline) throws CniException, InterruptedException {
        while (alone || !working.isEmpty()) {
            await(deadline, alone ? "an earlier GC" : "commands for " + working);
        }
        alone = true;
    }

    synchronized void endAlone() {
        alone = false;
        notifyAll();
    }

    private void await(Deadline deadline, String what) throws CniException, InterruptedException {
        long millis = deadline.left().toMillis();
        if (millis <= 0) {
            throw new CniException(ErrorCode.TRY_AGAIN_LATER, "timed out: waited for " + what + " to end");
        }
        wait(millis);
    }
}
