package mesh.warren.model.capture;

/**
 * TCP ports from the first to the last, both included.
 *
 * @param first 1 to 65535
 * @param last  not below the first
 */
public record PortRange(int first, int last) implements Comparable<PortRange> {

    public PortRange {
        if (first < 1 || last > 65535 || first > last) {
            throw new IllegalArgumentException("ports " + first + "-" + last + ": want 1 to 65535, the smaller one first");
        }
    }

    /** Reads {@code 8080} or {@code 9000-9010}. */
    public static PortRange parse(String text) {
        if (!text.matches("[0-9]{1,5}(-[0-9]{1,5})?")) {
            throw new IllegalArgumentException("'" + text + "': want a port such as 8080 or a range such as 9000-9010");
        }
        int dash = text.indexOf('-');
        int first = Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
        return new PortRange(first, dash < 0 ? first : Integer.parseInt(text.substring(dash + 1)));
    }

    public boolean contains(int port) {
        return first <= port && port <= last;
    }

    @Override
    public int compareTo(PortRange other) {
        int byFirst = Integer.compare(first, other.first);
        return byFirst != 0 ? byFirst : Integer.compare(last, other.last);
    }

    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
