package mesh.warren.model.plan;

import java.util.EnumMap;
import java.util.Map;
import mesh.warren.model.xds.ResourceType;

/** What an Envoy has to hold: how many resources of each type, and their bytes. Not thread-safe. */
public final class Load {

    private final Map<ResourceType, long[]> byType = new EnumMap<>(ResourceType.class);

    /** Begins with nothing. */
    public Load() {}

    /** One more resource of this size. */
    public void add(ResourceType type, long bytes) {
        add(type, 1, bytes);
    }

    void add(ResourceType type, long count, long bytes) {
        long[] sum = byType.computeIfAbsent(type, t -> new long[2]);
        sum[0] += count;
        sum[1] += bytes;
    }

    /** How many resources of the type. */
    public long count(ResourceType type) {
        return byType.containsKey(type) ? byType.get(type)[0] : 0;
    }

    /** Size of all resources of the type, serialised. */
    public long bytes(ResourceType type) {
        return byType.containsKey(type) ? byType.get(type)[1] : 0;
    }

    /** How many resources of any type. */
    public long count() {
        return byType.values().stream().mapToLong(sum -> sum[0]).sum();
    }

    /** Size of all of them. */
    public long bytes() {
        return byType.values().stream().mapToLong(sum -> sum[1]).sum();
    }

    /** This and {@code times} the other one. */
    public Load plus(double times, Load other) {
        Load sum = new Load();
        byType.forEach((type, own) -> sum.add(type, own[0], own[1]));
        other.byType.forEach((type, more) -> sum.add(type, Math.round(times * more[0]), Math.round(times * more[1])));
        return sum;
    }
}
