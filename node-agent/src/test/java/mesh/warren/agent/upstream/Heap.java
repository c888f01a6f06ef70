package mesh.warren.agent.upstream;

import java.lang.ref.WeakReference;

/** This process's heap. */
final class Heap {

    private Heap() {}

    /** Bytes that are reachable. */
    static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            WeakReference<Object> gone = new WeakReference<>(new Object());
            while (gone.get() != null) {
                System.gc();
            }
            least = Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
