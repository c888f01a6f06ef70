package mesh.warren.bench.lanes;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import mesh.warren.agent.netns.Linux;

/** What the kernel's scheduler can be told of two lanes' worker threads, besides nothing (sched_setattr(2)). */
enum KernelOption {
    NONE("nothing", 0, 0, 0, 0),
    SHORT_SLICE("quiet lane: slice 0.1 ms", 100_000, 0, 0, 0),
    LONG_SLICE("loud lane: slice 20 ms", 0, 0, 0, 20_000_000),
    NICE("loud lane: nice 5", 0, 0, 5, 0),
    NICE_15("loud lane: nice 15", 0, 0, 15, 0),
    BATCH("loud lane: SCHED_BATCH", 0, 3, 0, 0),
    IDLE("loud lane: SCHED_IDLE", 0, 5, 0, 0);

    private static final long SET = System.getProperty("os.arch").equals("aarch64") ? 274 : 314;
    private static final long SIZE = 48;

    private final String title;
    private final long quietSlice;
    private final int loudPolicy;
    private final int loudNice;
    private final long loudSlice;

    KernelOption(String title, long quietSlice, int loudPolicy, int loudNice, long loudSlice) {
        this.title = title;
        this.quietSlice = quietSlice;
        this.loudPolicy = loudPolicy;
        this.loudNice = loudNice;
        this.loudSlice = loudSlice;
    }

    /** Tells the kernel, of these workers of this process. */
    void apply(long process, int quiet, int loud) throws IOException {
        set(thread(process, quiet), 0, 0, quietSlice);
        set(thread(process, loud), loudPolicy, loudNice, loudSlice);
    }

    private static long thread(long process, int worker) throws IOException {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/" + process + "/task"))) {
            for (Path task : tasks) {
                if (Files.readString(task.resolve("comm")).strip().equals("wrk:worker_" + worker)) {
                    return Long.parseLong(task.getFileName().toString());
                }
            }
        }
        throw new IOException("Envoy " + process + " has no worker " + worker);
    }

    private static void set(long thread, int policy, int nice, long slice) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(SIZE, 8);
            attr.set(JAVA_INT, 0, (int) SIZE);
            attr.set(JAVA_INT, 4, policy);
            attr.set(JAVA_INT, 16, nice);
            attr.set(JAVA_LONG, 24, slice);
            Linux.syscall("sched_setattr", "of thread " + thread, SET, thread, attr.address(), 0, 0);
        }
    }

    @Override
    public String toString() {
        return title;
    }
}
