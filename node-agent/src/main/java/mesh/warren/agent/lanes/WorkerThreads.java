package mesh.warren.agent.lanes;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The worker threads of an Envoy process, by proc(5). Owned by the thread {@code lanes}.
 *
 * @param process number of the process
 * @param threads by worker: number of its thread
 */
record WorkerThreads(long process, SortedMap<Integer, Long> threads) {

    private static final String NAME = "wrk:worker_";

    /**
     * Time of a thread since its start, in nanoseconds.
     *
     * @param used   on a processor
     * @param waited for one
     */
    record Time(long used, long waited) {}

    /** Those that run now: none for a moment after the process has started. */
    static WorkerThreads of(long process) throws IOException {
        SortedMap<Integer, Long> threads = new TreeMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/" + process + "/task"))) {
            for (Path task : tasks) {
                String name = Files.readString(task.resolve("comm")).strip();
                if (name.startsWith(NAME)) {
                    threads.put(Integer.parseInt(name.substring(NAME.length())), Long.parseLong(task.getFileName().toString()));
                }
            }
        }
        return new WorkerThreads(process, threads);
    }

    /** By worker. From {@code schedstat}: nanoseconds on a processor, nanoseconds in its queue, time slices. */
    Map<Integer, Time> times() throws IOException {
        Map<Integer, Time> times = new TreeMap<>();
        for (Map.Entry<Integer, Long> thread : threads.entrySet()) {
            String[] words = Files.readString(Path.of("/proc/" + process + "/task/" + thread.getValue() + "/schedstat")).strip().split(" ");
            times.put(thread.getKey(), new Time(Long.parseLong(words[0]), Long.parseLong(words[1])));
        }
        return times;
    }
}
