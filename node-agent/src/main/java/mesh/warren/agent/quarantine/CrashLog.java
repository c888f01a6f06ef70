package mesh.warren.agent.quarantine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Whether Envoy says in its log that it crashed: its handler of signals writes {@code Caught Segmentation fault} and the like. An
 * Envoy that was killed (SIGKILL: by somebody, or by the kernel for want of memory) writes nothing.
 */
final class CrashLog {

    private static final int END = 64 << 10;
    private static final String CAUGHT = "] Caught ";

    private CrashLog() {}

    static boolean tells(Path log) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] end = new byte[(int) Math.min(END, file.length())];
            file.seek(file.length() - end.length);
            file.readFully(end);
            return new String(end, StandardCharsets.ISO_8859_1).contains(CAUGHT);
        } catch (IOException e) {
            return false; // no log: nothing is known
        }
    }
}
