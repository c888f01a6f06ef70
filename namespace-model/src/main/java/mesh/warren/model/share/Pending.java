package mesh.warren.model.share;

import java.util.BitSet;
import java.util.List;

/** Members of one class (or of none) that want the same other content, and wait: for the others, or for what it refers to. */
final class Pending implements Dependent {

    static final long NEVER = Long.MAX_VALUE;

    final int id;
    /** What serves them in the meantime; null for nothing. */
    final ShareClass from;
    final Content content;
    final BitSet members = new BitSet();
    /** When the first of them has waited long enough for the others (milliseconds of the caller's clock). */
    long deadline = NEVER;
    /** The window is over: whoever can leave does. */
    boolean due;

    Pending(int id, ShareClass from, Content content) {
        this.id = id;
        this.from = from;
        this.content = content;
    }

    static Pending of(List<Pending> all, int member) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).members.get(member)) {
                return all.get(i);
            }
        }
        return null;
    }

    static Pending of(List<Pending> all, Content content) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).content == content) {
                return all.get(i);
            }
        }
        return null;
    }

    @Override
    public Content content() {
        return content;
    }

    @Override
    public BitSet concerned() {
        return members;
    }
}
