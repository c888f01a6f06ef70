package mesh.warren.agent.views;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What was worked out before, as long as somebody holds it: so it is bounded by what is in use. A key may hold on to its value's
 * parts, not to the value. For one thread.
 */
final class Memo<K, V> {

    private static final class Known<K, V> extends WeakReference<V> {
        private final K key;

        Known(K key, V value, ReferenceQueue<V> dead) {
            super(value, dead);
            this.key = key;
        }
    }

    private final Map<K, Known<K, V>> all = new HashMap<>();
    private final ReferenceQueue<V> dead = new ReferenceQueue<>();

    /** The value of this key, worked out unless somebody holds it. */
    V of(K key, Function<K, V> work) {
        forget();
        Known<K, V> known = all.get(key);
        V value = known == null ? null : known.get();
        if (value == null) {
            value = work.apply(key);
            all.put(key, new Known<>(key, value, dead));
        }
        return value;
    }

    /** How many are known; some of them only until garbage is collected. */
    int size() {
        forget();
        return all.size();
    }

    @SuppressWarnings("unchecked")
    private void forget() {
        for (Reference<? extends V> gone = dead.poll(); gone != null; gone = dead.poll()) {
            Known<K, V> known = (Known<K, V>) gone;
            all.remove(known.key, known);
        }
    }
}
