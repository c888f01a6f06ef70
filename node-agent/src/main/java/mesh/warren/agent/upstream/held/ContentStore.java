package mesh.warren.agent.upstream.held;

import com.google.protobuf.ByteString;
import java.lang.ref.WeakReference;
import java.util.WeakHashMap;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.VirtualResource;

/**
 * Keeps one object for each distinct resource and each distinct set of them, however many virtual Envoys were sent it; forgets
 * what nobody holds any more. For one thread.
 */
public final class ContentStore {

    private final Same<ByteString> contents = new Same<>();
    private final Same<Held> resources = new Same<>();
    private final Same<HeldSet> sets = new Same<>();

    /** The one object for this resource. */
    public Held held(ResourceType type, String name, ByteString content, String version) {
        return resources.of(new Held(new VirtualResource(ResourceKey.of(type, name), contents.of(content)), version));
    }

    /** The one object that is equal to this set. */
    public HeldSet same(HeldSet set) {
        return sets.of(set);
    }

    /** How many distinct contents somebody holds; some of them only until garbage is collected. */
    public int distinct() {
        return contents.kept.size();
    }

    private static final class Same<T> {

        private final WeakHashMap<T, WeakReference<T>> kept = new WeakHashMap<>();

        T of(T value) {
            WeakReference<T> known = kept.get(value);
            T same = known == null ? null : known.get();
            if (same == null) {
                kept.put(value, new WeakReference<>(value));
                return value;
            }
            return same;
        }
    }
}
