package mesh.warren.agent.netns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is mounted where, in this process's mount namespace, as {@code /proc/self/mountinfo} (proc_pid_mountinfo(5)) says. */
public final class MountTable {

    /**
     * @param mountPoint as seen from this process's root
     * @param fileSystem type, such as {@code nsfs}
     * @param shared     whether what is mounted beneath shows up in other mount namespaces too
     */
    public record Mount(Path mountPoint, String fileSystem, boolean shared) {}

    private final List<Mount> mounts;

    private MountTable(List<Mount> mounts) {
        this.mounts = mounts;
    }

    public static MountTable read() throws IOException {
        return parse(Files.readAllLines(Path.of("/proc/self/mountinfo")));
    }

    static MountTable parse(List<String> lines) {
        return new MountTable(lines.stream().map(MountTable::mount).toList());
    }

    /** All mounts, in the kernel's order: what is mounted over another comes after it. */
    public List<Mount> all() {
        return mounts;
    }

    /** What is mounted exactly here, the topmost one if several are. */
    Optional<Mount> at(Path path) {
        return mounts.stream().filter(mount -> mount.mountPoint().equals(path)).reduce((below, above) -> above);
    }

    /** The mount that holds a path. */
    Mount holding(Path path) {
        Mount best = null;
        for (Mount mount : mounts) {
            if (path.startsWith(mount.mountPoint())
                    && (best == null || mount.mountPoint().getNameCount() >= best.mountPoint().getNameCount())) {
                best = mount;
            }
        }
        if (best == null) {
            throw new IllegalStateException("no mount holds " + path);
        }
        return best;
    }

    private static Mount mount(String line) {
        String[] fields = line.split(" ");
        int separator = 6;
        boolean shared = false;
        while (!fields[separator].equals("-")) {
            shared |= fields[separator].startsWith("shared:");
            separator++;
        }
        return new Mount(Path.of(unescaped(fields[4])), fields[separator + 1], shared);
    }

    /** Blank, tab, line feed and backslash are written as three octal digits. */
    private static String unescaped(String field) {
        return field.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\");
    }
}
