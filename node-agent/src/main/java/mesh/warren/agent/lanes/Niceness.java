package mesh.warren.agent.lanes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mesh.warren.agent.netns.Linux;
import mesh.warren.agent.netns.LinuxException;
import mesh.warren.model.lanes.LaneSettings;

/**
 * A lane's weight: the nice value of its worker thread (sched(7)). Side lanes weigh less, so that pods that crowd get what the
 * others leave when processors are short, and all that they want when they are not.
 */
final class Niceness {

    /** A third of the weight of nice 0. */
    static final int SIDE = 5;

    private static final long SETPRIORITY = System.getProperty("os.arch").equals("aarch64") ? 140 : 141;
    private static final long PRIO_PROCESS = 0;
    private static final int FIELDS_BEFORE_NICE = 16; // after the command's closing bracket: fields 3 to 18 of /proc/PID/stat

    private Niceness() {}

    /** Gives each worker the weight of its lane, where it has another. */
    static void apply(WorkerThreads workers, LaneSettings settings) throws IOException {
        for (var worker : workers.threads().entrySet()) {
            int wanted = worker.getKey() < settings.lanes() && settings.isSide(worker.getKey()) ? SIDE : 0;
            if (of(workers.process(), worker.getValue()) != wanted) {
                set(worker.getValue(), wanted);
            }
        }
    }

    static int of(long process, long thread) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process + "/task/" + thread + "/stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[FIELDS_BEFORE_NICE]);
    }

    private static void set(long thread, int nice) throws LinuxException {
        Linux.syscall("setpriority", "thread " + thread, SETPRIORITY, PRIO_PROCESS, thread, nice, 0);
    }
}
