package mesh.warren.agent.cni;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import mesh.warren.cni.spec.AttachmentId;
import mesh.warren.cni.spec.CniException;
import mesh.warren.cni.spec.ErrorCode;
import mesh.warren.cni.wire.Departures;
import mesh.warren.cni.wire.Request;
import mesh.warren.cni.wire.Response;

/** Carries one request out, in its turn. For any thread. */
final class CniService {

    private static final Logger LOG = System.getLogger(CniService.class.getName());

    private final PodAttachments attachments;
    private final Departures departures;
    private final Turns turns = new Turns();

    CniService(PodAttachments attachments, Departures departures) {
        this.attachments = attachments;
        this.departures = departures;
    }

    Response answer(Request request, Deadline deadline) {
        try {
            carryOut(request, deadline);
            return new Response.Done();
        } catch (CniException refused) {
            LOG.log(Level.WARNING, "CNI {0}: code {1}: {2}", subject(request), refused.code().number(), refused.getMessage());
            return Response.Refused.of(refused);
        } catch (InterruptedException late) {
            return new Response.Refused(ErrorCode.TRY_AGAIN_LATER, subject(request) + ": timed out", "");
        } catch (IOException | RuntimeException unforeseen) {
            LOG.log(Level.ERROR, "CNI " + subject(request), unforeseen);
            return new Response.Refused(ErrorCode.AGENT_FAILED, subject(request) + ": the agent failed: " + unforeseen + " (its log has more)", "");
        }
    }

    /** What the plugin noted while no agent was there. What fails stays noted, for the next start. */
    void replayDepartures(Deadline deadline) throws IOException {
        for (AttachmentId id : departures.noted()) {
            Response response = answer(new Request.Delete(id, Math.max(1, deadline.left().toMillis())), deadline);
            LOG.log(Level.INFO, "CNI DEL of {0}, noted while the agent was away: {1}", id, response);
        }
    }

    /** For messages: the verb and what it is about. */
    static String subject(Request request) {
        return switch (request) {
            case Request.Add add -> "ADD of " + add.sandbox().id();
            case Request.Delete delete -> "DEL of " + delete.id();
            case Request.Check check -> "CHECK of " + check.sandbox().id();
            case Request.Gc gc -> "GC but for " + gc.valid().size() + " attachments";
            case Request.Status status -> "STATUS";
        };
    }

    private void carryOut(Request request, Deadline deadline) throws CniException, InterruptedException, IOException {
        switch (request) {
            case Request.Add add -> inTurn(add.sandbox().id(), deadline, () -> add(AttachmentReader.read(add.sandbox()), deadline));
            case Request.Delete delete -> inTurn(delete.id(), deadline, () -> delete(delete.id(), deadline));
            case Request.Check check -> inTurn(check.sandbox().id(), deadline,
                    () -> attachments.check(AttachmentReader.read(check.sandbox()), deadline));
            case Request.Gc gc -> alone(deadline, () -> attachments.gc(Set.copyOf(gc.valid()), deadline));
            case Request.Status status -> attachments.status(deadline);
        }
    }

    /** An ADD after a departure that is still noted is a new attachment of the same name: the note must not end it later. */
    private void add(Attachment attachment, Deadline deadline) throws CniException, IOException {
        departures.forget(attachment.id());
        attachments.add(attachment, deadline);
    }

    private void delete(AttachmentId id, Deadline deadline) throws CniException, IOException {
        attachments.delete(id, deadline);
        departures.forget(id);
    }

    private void inTurn(AttachmentId id, Deadline deadline, Work work) throws CniException, InterruptedException, IOException {
        turns.begin(id, deadline);
        try {
            work.run();
        } finally {
            turns.end(id);
        }
    }

    private void alone(Deadline deadline, Work work) throws CniException, InterruptedException, IOException {
        turns.beginAlone(deadline);
        try {
            work.run();
        } finally {
            turns.endAlone();
        }
    }

    private interface Work {
        void run() throws CniException, IOException;
    }
}
