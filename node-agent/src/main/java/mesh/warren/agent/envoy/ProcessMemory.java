package mesh.warren.agent.envoy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Memory of a process in bytes, from {@code /proc/PID/smaps_rollup} (proc(5)).
 *
 * @param privateDirty what would be free again without it: the figure that is compared
 * @param anonymous    heap and stacks
 * @param resident     also counts pages of files that other processes share
 */
public record ProcessMemory(long privateDirty, long anonymous, long resident) {

    /** @throws IOException when the process is gone or not to be looked at */
    public static ProcessMemory of(long pid) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"));
        return new ProcessMemory(bytes(lines, "Private_Dirty:"), bytes(lines, "Anonymous:"), bytes(lines, "Rss:"));
    }

    private static long bytes(List<String> lines, String field) throws IOException {
        for (String line : lines) {
            if (line.startsWith(field)) {
                String[] words = line.substring(field.length()).strip().split(" ");
                return Long.parseLong(words[0]) * 1024;
            }
        }
        throw new IOException("smaps_rollup has no field " + field);
    }
}
