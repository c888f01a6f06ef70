package mesh.warren.model.id;

/**
 * The identity of a network namespace: what {@code stat(2)} says of any path to it. Two paths with one identity are one
 * namespace, and Envoy would let both bind the same port (design section 3, "two paths, one netns").
 *
 * @param device {@code st_dev} of the nsfs
 * @param inode  {@code st_ino}; the kernel reuses it only after the namespace is gone
 */
public record NetnsId(long device, long inode) {

    @Override
    public String toString() {
        return device + ":" + inode;
    }
}
