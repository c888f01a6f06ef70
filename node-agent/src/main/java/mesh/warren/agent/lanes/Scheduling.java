package mesh.warren.agent.lanes;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import mesh.warren.agent.netns.Linux;
import mesh.warren.agent.netns.LinuxException;
import mesh.warren.model.lanes.LaneSettings;

/**
 * A lane's weight and slice: what the kernel's scheduler is told of its worker thread (sched_setattr(2)).
 *
 * @param nice       weight against other threads: 0 is 1024, 5 is 335 (sched(7))
 * @param sliceNanos how long it may run before another that is due gets the processor; the shorter, the sooner it is its own turn
 *                   after it slept (since Linux 6.12; earlier kernels ignore it); 0 is the kernel's own
 */
record Scheduling(int nice, long sliceNanos) {

    /** Side lanes get what the others leave when processors are short, and all that they want when they are not. */
    static final Scheduling SIDE = new Scheduling(5, 0);
    static final Scheduling HOME = new Scheduling(0, 0);

    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");
    private static final long SET = ARM ? 274 : 314;
    private static final long GET = ARM ? 275 : 315;
    private static final long SIZE = 48; // of struct sched_attr up to and with sched_period

    /** Gives each worker what its lane has, where it has something else. */
    static void apply(WorkerThreads workers, LaneSettings settings) throws LinuxException {
        for (var worker : workers.threads().entrySet()) {
            boolean side = worker.getKey() < settings.lanes() && settings.isSide(worker.getKey());
            Scheduling wanted = side ? SIDE : HOME;
            if (!wanted.matches(of(worker.getValue()))) {
                wanted.set(worker.getValue());
            }
        }
    }

    /** What a thread has. */
    static Scheduling of(long thread) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(SIZE, 8);
            Linux.syscall("sched_getattr", "of thread " + thread, GET, thread, attr.address(), SIZE, 0);
            return new Scheduling(attr.get(JAVA_INT, 16), attr.get(JAVA_LONG, 24));
        }
    }

    /** The kernel says its own slice where none was set. */
    private boolean matches(Scheduling found) {
        return nice == found.nice && (sliceNanos == 0 || sliceNanos == found.sliceNanos);
    }

    void set(long thread) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(SIZE, 8);
            attr.set(JAVA_INT, 0, (int) SIZE);
            attr.set(JAVA_INT, 16, nice);
            attr.set(JAVA_LONG, 24, sliceNanos);
            Linux.syscall("sched_setattr", "of thread " + thread, SET, thread, attr.address(), 0, 0);
        }
    }
}
