package mesh.warren.agent.limits;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import mesh.warren.agent.downstream.EnvoyObserver;
import mesh.warren.agent.downstream.StreamId;
import mesh.warren.agent.envoy.AdminClient;
import mesh.warren.agent.envoy.EnvoyProcess;
import mesh.warren.agent.envoy.EnvoyWatcher;
import mesh.warren.model.id.Tenant;
import mesh.warren.model.listen.DoorLimits;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.Version;

/**
 * How many connections each door may have open: Envoy reads it from its runtime, by the listener's name. Set when Envoy has
 * acknowledged a door, looked at again every 10 s, and after a start of Envoy.
 *
 * <p>Until it is set, for some milliseconds after a door appears, the door has no limit of its own but the one of new connections
 * in a second.
 */
public final class ConnectionLimits implements EnvoyObserver, EnvoyWatcher, AutoCloseable {

    private static final Logger LOG = System.getLogger(ConnectionLimits.class.getName());
    private static final long EVERY_SECONDS = 10;
    /** A pod that joins has several doors, and pods join together. */
    private static final long TOGETHER_MILLIS = 20;

    private final ScheduledExecutorService owner =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("limits").factory());
    private final AtomicBoolean due = new AtomicBoolean();
    private final AdminClient envoy;
    private final Function<Tenant, DoorLimits> limits;
    private final Map<ResourceKey, Tenant> doors = new HashMap<>();
    private boolean failing;

    /** @param limits what a door of this tenant's pods may carry */
    public ConnectionLimits(AdminClient envoy, Function<Tenant, DoorLimits> limits) {
        this.envoy = envoy;
        this.limits = limits;
        owner.scheduleWithFixedDelay(this::compare, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void reported(StreamId stream, ResourceType type, Map<ResourceKey, Version> had) {
        had.keySet().forEach(key -> change(key, true));
    }

    @Override
    public void acked(StreamId stream, ResourceKey key, Version version) {
        change(key, true);
    }

    @Override
    public void removed(StreamId stream, ResourceKey key) {
        change(key, false);
    }

    @Override
    public void started(EnvoyProcess process, boolean adopted) {
        soon();
    }

    /** A door's name is {@code tenant/pod/uid/...}. */
    private void change(ResourceKey key, boolean there) {
        if (key.type() == ResourceType.LISTENER) {
            String name = key.name().value();
            owner.execute(() -> {
                boolean news = there
                        ? doors.put(key, new Tenant(name.substring(0, name.indexOf('/')))) == null
                        : doors.remove(key) != null;
                if (news) {
                    soon();
                }
            });
        }
    }

    private void soon() {
        if (due.compareAndSet(false, true)) {
            owner.schedule(() -> {
                due.set(false);
                compare();
            }, TOGETHER_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void compare() {
        SortedMap<String, Integer> wanted = new TreeMap<>();
        doors.forEach((door, tenant) -> wanted.put(DoorLimits.runtimeKey(door.name().value()), limits.apply(tenant).connections()));
        try {
            SortedMap<String, Integer> found = RuntimeKeys.read(envoy);
            Map<String, Optional<Integer>> changes = new TreeMap<>();
            wanted.forEach((key, limit) -> {
                if (!limit.equals(found.get(key))) {
                    changes.put(key, Optional.of(limit));
                }
            });
            found.keySet().stream().filter(key -> !wanted.containsKey(key)).forEach(key -> changes.put(key, Optional.empty()));
            if (!changes.isEmpty()) {
                RuntimeKeys.change(envoy, changes);
                LOG.log(Level.DEBUG, "limits: {0} doors", changes.size());
            }
            failing = false;
        } catch (IOException e) {
            if (!failing && !wanted.isEmpty()) {
                LOG.log(Level.WARNING, "limits: the connections of doors are not limited now: {0}; tried again", e.getMessage());
            }
            failing = true;
            if (!wanted.isEmpty()) {
                owner.schedule(this::compare, Duration.ofSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    @Override
    public void close() {
        owner.shutdownNow();
    }
}
