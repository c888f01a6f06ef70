package mesh.warren.model.listen.fold;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What is other than in a sidecar: one line for each thing, with the listeners that it is about. */
final class Notes {

    private static final int MOST = 3;

    private final Map<String, TreeSet<String>> all = new LinkedHashMap<>();

    void add(String what, String listener) {
        all.computeIfAbsent(what, w -> new TreeSet<>()).add(listener);
    }

    List<String> lines() {
        return all.entrySet().stream().map(note -> (note.getValue().isEmpty() ? "" : names(note.getValue()) + ": ") + note.getKey()).toList();
    }

    private static String names(TreeSet<String> listeners) {
        String first = String.join(", ", listeners.stream().limit(MOST).toList());
        return (listeners.size() == 1 ? "listener " : "listeners ") + first
                + (listeners.size() > MOST ? " and " + (listeners.size() - MOST) + " more" : "");
    }
}
