package mesh.warren.agent.policy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The policy in force, and who hears when it changes. Any thread; listeners are called by who sets it. */
public final class CurrentPolicy {

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile AdminPolicy now;

    public CurrentPolicy(AdminPolicy first) {
        this.now = first;
    }

    public AdminPolicy get() {
        return now;
    }

    /** From now on. Nobody hears of one that is the same. */
    public synchronized void set(AdminPolicy next) {
        if (!next.equals(now)) {
            now = next;
            listeners.forEach(Runnable::run);
        }
    }

    /** Called after each change; it asks {@link #get}. */
    public void addListener(Runnable listener) {
        listeners.add(listener);
    }
}
