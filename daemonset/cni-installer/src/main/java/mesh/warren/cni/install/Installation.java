package mesh.warren.cni.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import mesh.warren.cni.json.JsonException;

/**
 * The plugin in the runtime's configuration. A conflist gets the plugin as its last one. A single plugin's configuration (.conf) is
 * never touched: a conflist of both is written whose name comes just before it, and follows it. What cannot be read is left alone.
 */
final class Installation {

    /** Ends the name of a conflist that was made from a .conf: NAME-warren.conflist sorts before NAME.conf, which it stands for. */
    private static final String DERIVED = "-warren.conflist";

    private final ConfFolder folder;
    private final Journal journal;
    private final String entry;

    /** @param entry the plugin's own, one JSON object */
    Installation(ConfFolder folder, Journal journal, String entry) {
        this.folder = folder;
        this.journal = journal;
        this.entry = entry;
    }

    /** Looks at the configuration in use, and puts the plugin there if it is missing or other than wanted. */
    Outcome repair() throws IOException {
        List<Path> others = folder.all().stream().filter(file -> !derived(file)).toList();
        if (others.isEmpty()) {
            removeDerivedBut(null);
            return new Outcome.Blocked("no network configuration in " + folder.path() + " yet: a network plugin has to write one");
        }
        Path first = others.getFirst();
        try {
            byte[] bytes = Files.readAllBytes(first);
            Conflist conflist = Conflist.parse(bytes);
            Outcome outcome = conflist.list() ? inPlace(first, bytes, conflist) : beside(first, conflist);
            for (Path other : others.subList(1, others.size())) {
                takeOut(other);
            }
            return outcome;
        } catch (JsonException unusable) {
            return new Outcome.Blocked(first + " is the configuration in use and cannot be read: " + unusable.getMessage()
                    + "; it is left as it is: correct it, or have its network plugin write it again");
        } catch (NoSuchFileException gone) {
            return new Outcome.Blocked(first + " has just gone");
        }
    }

    private Outcome inPlace(Path file, byte[] bytes, Conflist conflist) throws IOException, JsonException {
        removeDerivedBut(null);
        if (conflist.entry().filter(entry::equals).isPresent()) {
            return new Outcome.Installed("in " + file);
        }
        replace("insert", file, bytes, conflist.with(entry));
        return new Outcome.Repaired("put into " + file);
    }

    private Outcome beside(Path file, Conflist conflist) throws IOException, JsonException {
        String name = file.getFileName().toString();
        Path made = file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + DERIVED);
        removeDerivedBut(made);
        byte[] wanted = conflist.with(entry).getBytes(StandardCharsets.UTF_8);
        byte[] there = Files.exists(made) ? Files.readAllBytes(made) : new byte[0];
        if (Arrays.equals(wanted, there)) {
            return new Outcome.Installed("in " + made + ", made from " + file);
        }
        journal.note("derive", made, there, wanted);
        AtomicFile.write(made, wanted, file);
        return new Outcome.Repaired("made " + made + " from " + file);
    }

    /** Takes the plugin out of everything. @return what was done, one line each */
    List<String> remove() throws IOException {
        List<String> done = new ArrayList<>(removeDerivedBut(null));
        for (Path file : folder.all()) {
            if (takeOut(file)) {
                done.add("taken out of " + file);
            }
        }
        return done;
    }

    /** A file that is not in use (any more), or not to be: without the plugin. One that cannot be read is not ours. */
    private boolean takeOut(Path file) throws IOException {
        try {
            byte[] bytes = Files.readAllBytes(file);
            Conflist conflist = Conflist.parse(bytes);
            if (conflist.entry().isEmpty()) {
                return false;
            }
            replace("remove", file, bytes, before(file, bytes).orElse(conflist.without()));
            return true;
        } catch (JsonException | NoSuchFileException notOurs) {
            return false;
        }
    }

    /** What it was before the plugin came, byte for byte, if nobody has edited it since. */
    private Optional<String> before(Path file, byte[] bytes) throws IOException, JsonException {
        Optional<byte[]> saved = journal.before(file, bytes);
        return saved.isPresent() && Conflist.parse(saved.get()).entry().isEmpty()
                ? Optional.of(new String(saved.get(), StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private void replace(String what, Path file, byte[] bytes, String wanted) throws IOException, JsonException {
        byte[] made = wanted.getBytes(StandardCharsets.UTF_8);
        journal.note(what, file, bytes, made);
        // Somebody else may have written meanwhile: theirs is looked at next, not overwritten.
        if (Arrays.equals(bytes, Files.readAllBytes(file))) {
            AtomicFile.write(file, made, file);
        } else {
            throw new JsonException("it was just changed by somebody else");
        }
    }

    private List<String> removeDerivedBut(Path kept) throws IOException {
        List<String> done = new ArrayList<>();
        for (Path file : folder.all()) {
            if (derived(file) && !file.equals(kept)) {
                byte[] bytes = Files.readAllBytes(file);
                journal.note("remove", file, bytes, new byte[0]);
                Files.delete(file);
                AtomicFile.sync(folder.path());
                done.add("removed " + file);
            }
        }
        return done;
    }

    private static boolean derived(Path file) {
        return file.toString().endsWith(DERIVED);
    }
}
