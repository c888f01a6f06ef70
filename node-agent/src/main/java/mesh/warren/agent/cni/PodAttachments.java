package mesh.warren.agent.cni;

import java.util.Set;
import mesh.warren.cni.spec.AttachmentId;
import mesh.warren.cni.spec.CniException;

/**
 * What the container runtime wants of the agent. One attachment has at most one call under way, and {@link #gc} runs alone;
 * calls for different attachments run at once, on virtual threads: whoever enters a network namespace does that on a thread of its own.
 *
 * <p>A call that reaches its deadline throws {@link CniException} with {@code TRY_AGAIN_LATER} and says what it waited for. One that does not
 * is interrupted a little later, and the runtime gets a message without that reason. A {@code RuntimeException} becomes {@code AGENT_FAILED}.
 */
public interface PodAttachments {

    /**
     * Captures the pod and returns when its doors are bound and serve.
     * Twice the same (id and network namespace) is a success; a known id with another network namespace is refused.
     */
    void add(Attachment attachment, Deadline deadline) throws CniException;

    /** Forgets the attachment, its network namespace possibly gone. An id that is not known is a success. */
    void delete(AttachmentId id, Deadline deadline) throws CniException;

    /** Throws {@code CHECK_FAILED} unless the attachment is as {@link #add} left it. */
    void check(Attachment attachment, Deadline deadline) throws CniException;

    /** Deletes every attachment but these, and goes on after one that fails. */
    void gc(Set<AttachmentId> valid, Deadline deadline) throws CniException;

    /**
     * Returns when {@link #add} could be served now; else throws {@code NOT_AVAILABLE}, or {@code NOT_AVAILABLE_LIMITED_CONNECTIVITY} when pods
     * attached earlier suffer too.
     */
    void status(Deadline deadline) throws CniException;
}
