package mesh.warren.model.id;

/**
 * What tells one pod from every other, also from a later pod of the same name. Kubernetes gives it
 * ({@code metadata.uid}); without Kubernetes the CNI container id takes its place.
 *
 * @param value letters, digits, '-', '_' and '.', at most 128: it becomes part of file names and of xDS names
 */
public record PodUid(String value) implements Comparable<PodUid> {

    public PodUid {
        if (value == null || !value.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}")) {
            throw new IllegalArgumentException("pod uid '" + value
                    + "': want 1 to 128 letters, digits, '-', '_' or '.', beginning with a letter or digit");
        }
    }

    @Override
    public int compareTo(PodUid other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
