package mesh.warren.model.share;

import java.util.Arrays;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.symbolic.SymbolicBytes;

/**
 * One distinct resource, kept once for all virtual Envoys that have it. Identity is meaning: {@link ContentStore} makes
 * equal ones the same object. Counted by those who hold it.
 */
final class Content {

    final int id;
    final Slot slot;
    final Scope scope;
    final SymbolicBytes bytes;
    /** What it refers to, sorted by key: the slots of the names, whether or not anybody defines them. */
    final Slot[] references;
    /** Why it can never be served: Envoy refused it, or it refers where nothing may; null when it can. */
    String refused;
    int holders;

    Content(int id, Slot slot, Scope scope, SymbolicBytes bytes, Slot[] references) {
        this.id = id;
        this.slot = slot;
        this.scope = scope;
        this.bytes = bytes;
        this.references = references;
        for (Slot reference : references) {
            if (reference.key.type().compareTo(slot.key.type()) > 0) {
                refused = "refers to " + reference.key + ", but a " + slot.key.type() + " cannot be built on a "
                        + reference.key.type();
            }
        }
    }

    /** The index of a reference in {@link #references}; negative when there is none. */
    int indexOf(Slot target) {
        return Arrays.binarySearch(references, target);
    }

    /**
     * Whether Envoy has its own answer to a reference that leads nowhere: a route or a TCP proxy answers 503 or resets, a
     * door resets the connections of a missing chain. All else waits for what it needs (Envoy would keep it warming).
     */
    boolean toleratesAbsence(Slot target) {
        return switch (target.key.type()) {
            case CLUSTER -> switch (slot.key.type()) {
                case VIRTUAL_HOST, ROUTES, CHAIN, LISTENER -> true;
                default -> false;
            };
            case CHAIN -> true;
            default -> false;
        };
    }

    @Override
    public int hashCode() {
        return id;
    }

    @Override
    public String toString() {
        return slot.key + " #" + id;
    }
}
