package mesh.warren.agent.cni;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import mesh.warren.cni.spec.AttachmentId;
import mesh.warren.cni.spec.CniException;
import mesh.warren.cni.spec.ErrorCode;

/** Keeps the state that an agent keeps, and nothing in the kernel. Tests override what is to fail or to take long. */
public class RecordingAttachments implements PodAttachments {

    public final Map<AttachmentId, Attachment> attached = new ConcurrentHashMap<>();
    public final List<String> calls = new CopyOnWriteArrayList<>();

    @Override
    public void add(Attachment attachment, Deadline deadline) throws CniException {
        calls.add("add " + attachment.id());
        Attachment known = attached.putIfAbsent(attachment.id(), attachment);
        if (known != null && !known.netns().equals(attachment.netns())) {
            throw new CniException(ErrorCode.INVALID_ENVIRONMENT, attachment.id() + " is attached to network namespace " + known.netns());
        }
    }

    @Override
    public void delete(AttachmentId id, Deadline deadline) throws CniException {
        calls.add("delete " + id);
        attached.remove(id);
    }

    @Override
    public void check(Attachment attachment, Deadline deadline) throws CniException {
        calls.add("check " + attachment.id());
        if (!attachment.equals(attached.get(attachment.id()))) {
            throw new CniException(ErrorCode.CHECK_FAILED, attachment.id() + " is not attached like this");
        }
    }

    @Override
    public void gc(Set<AttachmentId> valid, Deadline deadline) throws CniException {
        calls.add("gc");
        attached.keySet().retainAll(valid);
    }

    @Override
    public void status(Deadline deadline) throws CniException {
        calls.add("status");
    }
}
