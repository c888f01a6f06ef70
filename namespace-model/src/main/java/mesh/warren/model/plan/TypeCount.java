package mesh.warren.model.plan;

/**
 * One type's resources before and after sharing.
 *
 * @param virtual       sent to all sidecars together
 * @param physical      left in the shared Envoy
 * @param virtualBytes  of all that was sent, serialised
 * @param physicalBytes of what is left, serialised
 */
public record TypeCount(long virtual, long physical, long virtualBytes, long physicalBytes) {

    TypeCount sent(long bytes) {
        return new TypeCount(virtual + 1, physical, virtualBytes + bytes, physicalBytes);
    }

    TypeCount left(long bytes) {
        return new TypeCount(virtual, physical + 1, virtualBytes, physicalBytes + bytes);
    }

    /** With the listeners that doors are. */
    TypeCount left(Load doors) {
        return new TypeCount(virtual, physical + doors.count(), virtualBytes, physicalBytes + doors.bytes());
    }

    static final TypeCount NONE = new TypeCount(0, 0, 0, 0);
}
