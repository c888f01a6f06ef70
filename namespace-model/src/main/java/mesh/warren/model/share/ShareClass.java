package mesh.warren.model.share;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.Version;

/**
 * A share class: the virtual resources that are one physical resource. Its name stays; its content changes when all of its
 * members get the same new content. A membership is one bit.
 */
final class ShareClass implements Dependent {

    /** Members who left in one generation and may be served by it until Envoy has acknowledged that generation. */
    record Departed(long generation, BitSet members) {}

    /** What it was, or is, and the generation in which it became that. */
    record Stage(long generation, Identity identity) {}

    final int id;
    final Slot slot;
    final ResourceKey physical;
    private Stage stage;
    /** Former stages that Envoy may still have, oldest first; the first one is what a refusal goes back to. */
    final Deque<Stage> older = new ArrayDeque<>(0);

    /** Members for whom it is what their control plane wants, or the last good one. */
    final BitSet current = new BitSet();
    /** Former members whom Envoy may still serve by it: its content does not change while there are any. */
    final BitSet lingering = new BitSet();
    final Deque<Departed> departed = new ArrayDeque<>(0);
    /** Members that want something else and wait; each is in {@link #current} too. */
    final List<Pending> pending = new ArrayList<>(0);

    /** Classes that have it as a child. */
    int referrers;
    /** The last generation in which something stopped to refer to it. */
    long released;
    /** False once Envoy is known never to have taken it: then nothing in Envoy refers to it either. */
    boolean taken = true;
    /** What was emitted last; null before, and after its removal. */
    Version emitted;
    int size;

    ShareClass(int id, Slot slot, ResourceKey physical, Stage stage) {
        this.id = id;
        this.slot = slot;
        this.physical = physical;
        this.stage = stage;
    }

    Identity identity() {
        return stage.identity();
    }

    void stage(Stage next) {
        stage = next;
    }

    Stage stage() {
        return stage;
    }

    @Override
    public Content content() {
        return stage.identity().content;
    }

    @Override
    public BitSet concerned() {
        return current;
    }

    boolean serves(int member) {
        return current.get(member) || lingering.get(member);
    }

    boolean empty() {
        return current.isEmpty() && lingering.isEmpty();
    }

    @Override
    public int hashCode() {
        return id;
    }

    @Override
    public String toString() {
        return physical.toString();
    }
}
