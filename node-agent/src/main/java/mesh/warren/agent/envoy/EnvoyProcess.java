package mesh.warren.agent.envoy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A process, told apart from a later one of the same number by when it started.
 *
 * @param pid   its number
 * @param start field 22 of {@code /proc/PID/stat}, in clock ticks since boot (proc(5))
 */
public record EnvoyProcess(long pid, long start) {

    private static final int FIELDS_BEFORE_START = 19; // after the command's closing bracket: fields 3 to 21

    /** The process that has this number now; empty when there is none, or it is a zombie. */
    public static Optional<EnvoyProcess> of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            boolean ended = fields[0].equals("Z") || fields[0].equals("X");
            return ended ? Optional.empty()
                    : Optional.of(new EnvoyProcess(pid, Long.parseLong(fields[FIELDS_BEFORE_START])));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** It has not ended. */
    public boolean alive() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** The running Envoy of this folder: by its pid file, or, when the agent died before writing it, by its command line. */
    static Optional<EnvoyProcess> running(EnvoyFolder folder) {
        return written(folder).filter(EnvoyProcess::alive).or(() -> ProcessHandle.allProcesses()
                .filter(p -> commandLine(p.pid()).contains("\0" + folder.bootstrap() + "\0"))
                .findFirst()
                .flatMap(p -> of(p.pid())));
    }

    /** All processes of this machine, as far as they can be seen here, that run as Envoys of this folder; the oldest first. */
    public static List<EnvoyProcess> all(EnvoyFolder folder) {
        return ProcessHandle.allProcesses()
                .filter(p -> commandLine(p.pid()).contains("\0" + folder.bootstrap() + "\0"))
                .flatMap(p -> of(p.pid()).stream())
                .sorted(Comparator.comparingLong(EnvoyProcess::start).thenComparingLong(EnvoyProcess::pid))
                .toList();
    }

    /** The word of its command line that ends like this, without that end and without folders. */
    public Optional<String> named(String end) {
        return Pattern.compile("([^/\0 ]+)" + Pattern.quote(end)).matcher(commandLine(pid)).results().map(found -> found.group(1)).findFirst();
    }

    void write(EnvoyFolder folder) throws IOException {
        Path fresh = folder.path().resolve("envoy.pid.new");
        Files.writeString(fresh, pid + " " + start + "\n");
        Files.move(fresh, folder.pidFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Optional<EnvoyProcess> written(EnvoyFolder folder) {
        try {
            String[] words = Files.readString(folder.pidFile()).strip().split(" ");
            return Optional.of(new EnvoyProcess(Long.parseLong(words[0]), Long.parseLong(words[1])));
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty(); // no file, or not one of ours: the command line decides
        }
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
