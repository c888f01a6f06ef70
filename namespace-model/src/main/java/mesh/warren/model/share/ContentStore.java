package mesh.warren.model.share;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.ResourceKey;

/**
 * The distinct resources of a domain and the names in them, each kept once while somebody holds it. Nothing stays behind
 * after the last holder, so that a domain's memory follows what it serves and not what it ever served.
 */
final class ContentStore {

    private record Meaning(ResourceKey key, Scope scope, ByteString canonical) {}

    private final Map<Meaning, Content> contents = new HashMap<>();
    private final Map<ResourceKey, Slot> slots = new HashMap<>();
    private final List<Slot> byIndex = new ArrayList<>();
    private final BitSet usedIndexes = new BitSet();
    private int nextId;

    /** The one object for this content. A new one lives from its first {@link #hold}. */
    Content intern(SymbolicResource resource) {
        Meaning meaning = new Meaning(resource.key(), resource.scope(), resource.bytes().canonical());
        Content known = contents.get(meaning);
        if (known != null) {
            return known;
        }
        Slot[] references = resource.bytes().references().stream().map(this::pin).toArray(Slot[]::new);
        Content content = new Content(++nextId, pin(resource.key()), resource.scope(), resource.bytes(), references);
        contents.put(meaning, content);
        return content;
    }

    void hold(Content content) {
        content.holders++;
    }

    void release(Content content) {
        if (--content.holders == 0) {
            contents.remove(new Meaning(content.slot.key, content.scope, content.bytes.canonical()));
            unpin(content.slot);
            for (Slot reference : content.references) {
                unpin(reference);
            }
        }
    }

    /** Null when no content is of this name or refers to it. */
    Slot slot(ResourceKey key) {
        return slots.get(key);
    }

    Slot slot(int index) {
        return byIndex.get(index);
    }

    Iterable<Slot> slots() {
        return slots.values();
    }

    int size() {
        return contents.size();
    }

    private Slot pin(ResourceKey key) {
        Slot slot = slots.computeIfAbsent(key, k -> {
            int index = usedIndexes.nextClearBit(0);
            usedIndexes.set(index);
            Slot made = new Slot(k, index);
            if (index == byIndex.size()) {
                byIndex.add(made);
            } else {
                byIndex.set(index, made);
            }
            return made;
        });
        slot.pins++;
        return slot;
    }

    private void unpin(Slot slot) {
        if (--slot.pins == 0) {
            slots.remove(slot.key);
            byIndex.set(slot.index, null);
            usedIndexes.clear(slot.index);
        }
    }
}
