package mesh.warren.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import mesh.warren.agent.envoy.ProcessMemory;

/**
 * What one process, or several together, hold.
 *
 * @param processes    how many
 * @param privateDirty bytes that would be free without them
 * @param anonymous    bytes of heap and stacks
 * @param resident     bytes; pages of files that processes share are counted for each
 * @param threads      of all
 * @param descriptors  open files of all
 */
public record Figures(int processes, long privateDirty, long anonymous, long resident, int threads, int descriptors) {

    /** @throws IOException when the process is gone */
    public static Figures of(long pid) throws IOException {
        ProcessMemory memory = ProcessMemory.of(pid);
        return new Figures(1, memory.privateDirty(), memory.anonymous(), memory.resident(),
                entries("/proc/" + pid + "/task"), entries("/proc/" + pid + "/fd"));
    }

    /** Of all of them together. */
    public static Figures of(Collection<Long> pids) throws IOException {
        Figures sum = new Figures(0, 0, 0, 0, 0, 0);
        for (long pid : pids) {
            sum = sum.and(of(pid));
        }
        return sum;
    }

    /** Both together. */
    public Figures and(Figures other) {
        return new Figures(processes + other.processes, privateDirty + other.privateDirty, anonymous + other.anonymous,
                resident + other.resident, threads + other.threads, descriptors + other.descriptors);
    }

    /** So many processes that are on average like these. */
    public Figures scaledTo(int count) {
        double by = (double) count / Math.max(1, processes);
        return new Figures(count, Math.round(privateDirty * by), Math.round(anonymous * by), Math.round(resident * by),
                (int) Math.round(threads * by), (int) Math.round(descriptors * by));
    }

    private static int entries(String folder) throws IOException {
        try (Stream<Path> all = Files.list(Path.of(folder))) {
            return (int) all.count();
        }
    }

    /** CPU time of all its threads that live, in nanoseconds. */
    public static long cpuNanos(long pid) throws IOException {
        long sum = 0;
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path task : (List<Path>) tasks.toList()) {
                try {
                    sum += Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]);
                } catch (IOException ended) {
                    // A thread that ended meanwhile; its time is lost.
                }
            }
        }
        return sum;
    }
}
