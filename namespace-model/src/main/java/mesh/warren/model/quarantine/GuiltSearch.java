package mesh.warren.model.quarantine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import mesh.warren.model.xds.PhysicalResource;

/**
 * Finds the resources that crash Envoy by trying some of them at a time. They are tried in the order in which they may refer to
 * each other, from the first one on, so that what each of them needs is there: guilty is the one with which it crashes for the
 * first time. After each find the rest is tried again, so several are found. The number of questions is one and a logarithm for
 * each guilty one, and one more. For one thread.
 */
public final class GuiltSearch {

    private final List<PhysicalResource> suspects;
    private final List<PhysicalResource> guilty = new ArrayList<>();
    /** So many of the suspects, from the first one on, do not crash it. */
    private int innocent;
    /** So many do; one more than there are: not known. */
    private int crashing;
    private boolean done;

    /** @param suspects without them, it does not crash */
    public GuiltSearch(List<PhysicalResource> suspects) {
        this.suspects = new ArrayList<>(suspects);
        this.suspects.sort(Comparator.comparing(PhysicalResource::key));
        this.crashing = suspects.size() + 1;
        this.done = suspects.isEmpty();
    }

    /** Nothing is left to ask. */
    public boolean done() {
        return done;
    }

    /** Does Envoy crash with these, besides what is good? Tell {@link #answer}. */
    public List<PhysicalResource> question() {
        return List.copyOf(suspects.subList(0, asked()));
    }

    private int asked() {
        return crashing > suspects.size() ? suspects.size() : innocent + (crashing - innocent) / 2;
    }

    /** Whether Envoy crashed with what {@link #question} gave. */
    public void answer(boolean crashed) {
        if (done) {
            throw new IllegalStateException("there was no question");
        }
        int asked = asked();
        if (crashed) {
            crashing = asked;
        } else {
            innocent = asked;
        }
        done = innocent == suspects.size();
        if (!done && crashing == innocent + 1) {
            guilty.add(suspects.remove(innocent));
            crashing = suspects.size() + 1;
            done = innocent == suspects.size();
        }
    }

    /** Those found so far, in the order of their keys. */
    public List<PhysicalResource> guilty() {
        return List.copyOf(guilty);
    }
}
