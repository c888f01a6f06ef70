package mesh.warren.model.snapshot;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import mesh.warren.model.xds.ResourceName;

/**
 * What a client of the delta protocol asks for in one type (xDS protocol, "How the client specifies what resources to
 * return" and "Unsubscribing From Resources").
 */
final class Interest {

    private static final String WILDCARD = "*";

    private final Set<ResourceName> names = new HashSet<>();
    private boolean wildcard;
    private boolean requested;

    /**
     * @param again         names of which the client has to hear (again), whatever it was told before
     * @param first         it was the first request of this type, the only one whose initial versions count
     * @param wildcardEnded names known only by the wildcard are of no interest any more
     */
    record Change(Set<ResourceName> again, boolean first, boolean wildcardEnded) {}

    /**
     * @param mayBeFirst false for an ACK or NACK: one that comes first on a stream (a leftover of the last one) subscribes
     *                   to nothing
     */
    Change change(List<String> subscribe, List<String> unsubscribe, boolean mayBeFirst) {
        boolean first = !requested && mayBeFirst;
        requested |= mayBeFirst;
        boolean wasWildcard = wildcard;
        if (first && subscribe.isEmpty() && unsubscribe.isEmpty()) {
            wildcard = true; // the older way to say "*"
        }
        Set<ResourceName> again = new LinkedHashSet<>();
        for (String name : unsubscribe) {
            if (name.equals(WILDCARD)) {
                wildcard = false;
            } else if (!name.isEmpty()) {
                names.remove(new ResourceName(name));
                again.add(new ResourceName(name));
            }
        }
        for (String name : subscribe) {
            if (name.equals(WILDCARD)) {
                wildcard = true;
            } else if (!name.isEmpty()) {
                names.add(new ResourceName(name));
                again.add(new ResourceName(name));
            }
        }
        return new Change(again, first, wasWildcard && !wildcard);
    }

    boolean in(ResourceName name) {
        return wildcard || names.contains(name);
    }

    boolean byName(ResourceName name) {
        return names.contains(name);
    }

    Set<ResourceName> names() {
        return names;
    }

    boolean wildcard() {
        return wildcard;
    }
}
