package mesh.warren.agent.cluster;

import java.util.Comparator;

/**
 * Something in the folder that is not used as it stands there.
 *
 * @param file   its name in the folder
 * @param line   from 1; where the document begins when the fault is not at one line; 0 when it is the file
 * @param reason what is wrong, what counts instead, what to do
 */
public record Problem(String file, int line, String reason) implements Comparable<Problem> {

    private static final Comparator<Problem> ORDER =
            Comparator.comparing(Problem::file).thenComparing(Problem::line).thenComparing(Problem::reason);

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + reason;
    }
}
