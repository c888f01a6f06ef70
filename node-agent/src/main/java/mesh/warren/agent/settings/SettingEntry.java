package mesh.warren.agent.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** One mapping in a list of settings, or below one. What is not asked for is not known: {@link #end} says so. */
final class SettingEntry {

    /** Where problems go. */
    interface Problems {
        void add(int line, String what);
    }

    private final String path;
    private final int line;
    private final Map<String, NodeTuple> tuples = new LinkedHashMap<>();
    private final TreeSet<String> asked = new TreeSet<>();
    private final List<SettingEntry> sections = new ArrayList<>();
    private final Problems problems;

    private SettingEntry(String path, MappingNode mapping, Problems problems) {
        this.path = path;
        this.line = line(mapping);
        this.problems = problems;
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            if (tuples.put(key, tuple) != null) {
                problems.add(line(tuple.getKeyNode()), "key '" + path + "." + key + "' stands there twice; remove one");
            }
        }
    }

    static Optional<SettingEntry> of(String path, Node node, Problems problems) {
        if (node instanceof MappingNode mapping) {
            return Optional.of(new SettingEntry(path, mapping, problems));
        }
        problems.add(line(node), "'" + path + "' is no mapping of keys to values");
        return Optional.empty();
    }

    /** A value that must be there; null when there is a problem, which is noted. */
    <T> T required(String key, String wants, Function<String, T> read) {
        if (!tuples.containsKey(key)) {
            asked.add(key);
            problems.add(line, "key '" + path + "." + key + "' is missing; want " + wants);
            return null;
        }
        return optional(key, wants, read).orElse(null);
    }

    /** A value that may be there; empty also when there is a problem, which is noted. */
    <T> Optional<T> optional(String key, String wants, Function<String, T> read) {
        return node(key).flatMap(node -> value(key, node, wants, read));
    }

    /** The elements of a list; empty when it is not there. */
    <T> List<T> list(String key, String wants, Function<String, T> read) {
        Optional<Node> node = node(key);
        if (node.isPresent() && !(node.get() instanceof SequenceNode)) {
            problems.add(line(node.get()), "key '" + path + "." + key + "' is no list; want " + wants);
        }
        List<T> values = new ArrayList<>();
        if (node.orElse(null) instanceof SequenceNode list) {
            list.getValue().forEach(element -> value(key, element, wants, read).ifPresent(values::add));
        }
        return values;
    }

    /** A mapping of names to texts; empty when it is not there. */
    Map<String, String> texts(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        section(key).ifPresent(section -> section.tuples.keySet().forEach(
                name -> section.optional(name, "a text", text -> text).ifPresent(text -> texts.put(name, text))));
        return texts;
    }

    /** A mapping below this one. */
    Optional<SettingEntry> section(String key) {
        Optional<SettingEntry> section = node(key).flatMap(node -> of(path + "." + key, node, problems));
        section.ifPresent(sections::add);
        return section;
    }

    /** What stands there, to be read by others. */
    Optional<Node> node(String key) {
        asked.add(key);
        return Optional.ofNullable(tuples.get(key)).map(NodeTuple::getValueNode);
    }

    void problem(String key, String what) {
        problems.add(Optional.ofNullable(tuples.get(key)).map(tuple -> line(tuple.getKeyNode())).orElse(line),
                "key '" + path + "." + key + "': " + what);
    }

    /** All that is known has been asked for. */
    void end() {
        tuples.forEach((key, tuple) -> {
            if (!asked.contains(key)) {
                problems.add(line(tuple.getKeyNode()), "key '" + path + "." + key + "' is not known; want one of "
                        + String.join(", ", asked));
            }
        });
        sections.forEach(SettingEntry::end);
    }

    private <T> Optional<T> value(String key, Node node, String wants, Function<String, T> read) {
        if (!(node instanceof ScalarNode scalar)) {
            problems.add(line(node), "key '" + path + "." + key + "' holds a mapping or a list; want " + wants);
            return Optional.empty();
        }
        try {
            return Optional.of(read.apply(scalar.getValue()));
        } catch (IllegalArgumentException e) {
            problems.add(line(node), "key '" + path + "." + key + "' is '" + scalar.getValue() + "'; want " + wants
                    + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")"));
            return Optional.empty();
        }
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }
}
