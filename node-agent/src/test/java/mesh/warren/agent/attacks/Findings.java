package mesh.warren.agent.attacks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeMap;

/** The table of all attacks that were run, for docs/attacks.md. */
final class Findings {

    private static final Path FILE = Path.of("target/attacks.md");

    private final TreeMap<String, String> rows = new TreeMap<>();

    /** Written at once, so that a run that is stopped leaves what it found. */
    synchronized void add(Attack attack, String with, Victim.Window window) throws IOException {
        rows.put(attack.group() + attack.name(), String.format(Locale.ROOT, "| %s | %s | %s | %s | %d of %d | %.1f / %.1f |%n",
                attack.name(), attack.guard(), attack.without(), with, window.failed().size(), window.answers() + window.failed().size(),
                window.millis(0.5), window.millis(0.99)));
        write();
    }

    private void write() throws IOException {
        Files.createDirectories(FILE.getParent());
        StringBuilder table = new StringBuilder("""
                | attack | guard | without the guard | with it | victim's failed requests | its p50 / p99, ms |
                |---|---|---|---|---|---|
                """);
        rows.values().forEach(table::append);
        Files.writeString(FILE, table.toString());
    }
}
