package mesh.warren.model.share;

import java.util.BitSet;

/** Something that refers to other resources: one that is served, or one that waits to be. */
sealed interface Dependent permits ShareClass, Pending {

    Content content();

    /** Those of its members who have to be looked at when something that it refers to changes for them. */
    BitSet concerned();

    /** Registers with the slots of all that it refers to. */
    default void watch() {
        for (Slot reference : content().references) {
            reference.dependents.add(this);
        }
    }

    /** Undoes {@link #watch()}; the content is still the same. */
    default void unwatch() {
        for (Slot reference : content().references) {
            int last = reference.dependents.size() - 1;
            int at = reference.dependents.lastIndexOf(this);
            reference.dependents.set(at, reference.dependents.get(last));
            reference.dependents.remove(last);
        }
    }
}
