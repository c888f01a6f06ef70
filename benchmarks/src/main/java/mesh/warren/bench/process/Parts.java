package mesh.warren.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** Private dirty memory by what is mapped: {@code /proc/PID/smaps}. */
public final class Parts {

    private Parts() {}

    /** Bytes by kind: heap of the C library, anonymous (a JVM's heap, stacks, metaspace; tcmalloc's heap), stack, and files by their name. */
    public static SortedMap<String, Long> of(long pid) throws IOException {
        SortedMap<String, Long> parts = new TreeMap<>();
        String kind = "";
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps"))) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                String[] words = line.split("\\s+", 6);
                kind = kind(words.length > 5 ? words[5].strip() : "");
            } else if (line.startsWith("Private_Dirty:")) {
                long bytes = Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                if (bytes > 0) {
                    parts.merge(kind, bytes, Long::sum);
                }
            }
        }
        return parts;
    }

    private static String kind(String mapped) {
        if (mapped.isEmpty() || mapped.startsWith("[anon")) {
            return "anonymous";
        }
        if (mapped.startsWith("[")) {
            return mapped;
        }
        String name = mapped.substring(mapped.lastIndexOf('/') + 1);
        return name.contains(".so") ? "libraries" : name;
    }
}
