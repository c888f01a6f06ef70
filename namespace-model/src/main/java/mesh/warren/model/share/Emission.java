package mesh.warren.model.share;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;

/**
 * Collects what one event changes, and counts generations. A generation in which nothing is sent, but in which a member
 * left a class, needs no ACK of its own: it counts as acknowledged with those before it.
 */
final class Emission {

    private final Set<ShareClass> changed = new LinkedHashSet<>();
    private final List<ResourceKey> removed = new ArrayList<>();
    private final TreeSet<Long> silent = new TreeSet<>();
    private boolean awaited;
    private long generation;
    private long acknowledged;

    /** The generation that the event under way will have. */
    long next() {
        return generation + 1;
    }

    long acknowledged() {
        return acknowledged;
    }

    /** The class is new or changed its content or its children. */
    void changed(ShareClass owner) {
        changed.add(owner);
    }

    void removed(ShareClass owner) {
        changed.remove(owner);
        if (owner.emitted != null) {
            removed.add(owner.physical);
        }
    }

    /** Something waits for Envoy's ACK of the generation under way. */
    void await() {
        awaited = true;
    }

    /** Ends the event. */
    Change finish() {
        List<PhysicalResource> upserts = new ArrayList<>();
        for (ShareClass owner : changed) {
            ByteString bytes = Bytes.of(owner.identity(), owner.physical);
            PhysicalResource resource = PhysicalResource.of(owner.physical, bytes);
            if (!resource.version().equals(owner.emitted)) {
                owner.emitted = resource.version();
                owner.size = bytes.size();
                upserts.add(resource);
            }
        }
        upserts.sort(Comparator.comparing(PhysicalResource::key));
        removed.sort(Comparator.reverseOrder());
        if (!upserts.isEmpty() || !removed.isEmpty()) {
            generation++;
        } else if (awaited) {
            silent.add(++generation);
        }
        Change change = new Change(generation, upserts, removed);
        changed.clear();
        removed.clear();
        awaited = false;
        return change;
    }

    /** @return whether anything is acknowledged now that was not before */
    boolean acknowledge(long upTo) {
        if (upTo > generation) {
            throw new IllegalArgumentException("generation " + upTo + " acknowledged, but only " + generation + " were made");
        }
        long before = acknowledged;
        acknowledged = Math.max(acknowledged, upTo);
        while (!silent.isEmpty() && silent.first() <= acknowledged + 1) {
            acknowledged = Math.max(acknowledged, silent.pollFirst());
        }
        return acknowledged > before;
    }
}
