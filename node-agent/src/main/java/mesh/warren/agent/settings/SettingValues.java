package mesh.warren.agent.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The values in a file by key, still as text, and what was wrong with them so far. */
final class SettingValues {

    private record Value(List<String> texts, boolean list, int line) {}

    private final String file;
    private final Map<Setting, Value> values = new EnumMap<>(Setting.class);
    private final Map<Setting, List<SettingEntry>> entries = new EnumMap<>(Setting.class);
    private final List<String> problems = new ArrayList<>();

    /**
     * @param file for messages
     * @param yaml its text
     */
    SettingValues(String file, String yaml) {
        this.file = file;
        try {
            new Compose(LoadSettings.builder().setLabel(file).build())
                    .composeString(yaml)
                    .ifPresentOrElse(root -> section("", root), () -> problem(1, "the file is empty; want at least envoy.path, or envoy.managed: false"));
        } catch (MarkedYamlEngineException e) {
            problem(e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1), "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problem(1, "not YAML: " + e.getMessage());
        }
    }

    /**
     * The value of a setting.
     *
     * @param read makes it from its text; what its IllegalArgumentException says becomes part of the message
     * @return null when there is a problem, which is noted
     */
    <T> T one(Setting setting, Function<String, T> read) {
        Value value = values.get(setting);
        if (value == null && setting.without().isEmpty()) {
            problem(1, "key '" + setting.key() + "' is missing; want " + setting.wants());
            return null;
        }
        if (value != null && value.list()) {
            problem(value.line(), "key '" + setting.key() + "' is a list; want " + setting.wants());
            return null;
        }
        return read(setting, value, value == null ? setting.without().orElseThrow() : value.texts().getFirst(), read);
    }

    /** The values of a setting that is a list. */
    <T> List<T> list(Setting setting, Function<String, T> read) {
        Value value = values.get(setting);
        if (value != null && !value.list()) {
            problem(value.line(), "key '" + setting.key() + "' is one value; want " + setting.wants());
            return List.of();
        }
        List<T> list = new ArrayList<>();
        for (String text : value == null ? byDefault(setting) : value.texts()) {
            T element = read(setting, value, text, read);
            if (element != null) {
                list.add(element);
            }
        }
        return list;
    }

    /** The entries of a setting that is a list of mappings. */
    List<SettingEntry> entries(Setting setting) {
        return entries.getOrDefault(setting, List.of());
    }

    void problem(Setting setting, String what) {
        Value value = values.get(setting);
        problem(value == null ? 1 : value.line(), "key '" + setting.key() + "': " + what);
    }

    List<String> problems() {
        return problems;
    }

    private <T> T read(Setting setting, Value value, String text, Function<String, T> read) {
        try {
            return read.apply(text);
        } catch (IllegalArgumentException e) {
            problem(value == null ? 1 : value.line(), "key '" + setting.key() + "' is '" + text + "'; want " + setting.wants()
                    + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")"));
            return null;
        }
    }

    private void section(String path, Node node) {
        if (!(node instanceof MappingNode mapping)) {
            problem(line(node), (path.isEmpty() ? "the file" : "key '" + path + "'") + " is no mapping of keys to values");
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            String key = path.isEmpty() ? name : path + "." + name;
            if (Setting.isSection(key)) {
                section(key, tuple.getValueNode());
            } else {
                Setting.of(key).ifPresentOrElse(
                        setting -> value(setting, tuple),
                        () -> problem(line(tuple.getKeyNode()), "key '" + key + "' is not known; want one of "
                                + String.join(", ", Setting.keys())));
            }
        }
    }

    private void entries(Setting setting, NodeTuple tuple) {
        if (!(tuple.getValueNode() instanceof SequenceNode list)) {
            problem(line(tuple.getKeyNode()), "key '" + setting.key() + "' is no list; want " + setting.wants());
            return;
        }
        List<SettingEntry> read = new ArrayList<>();
        for (Node node : list.getValue()) {
            SettingEntry.of(setting.key() + "[" + read.size() + "]", node, this::problem).ifPresent(read::add);
        }
        if (entries.put(setting, read) != null) {
            problem(line(tuple.getKeyNode()), "key '" + setting.key() + "' stands there twice; remove one");
        }
    }

    private void value(Setting setting, NodeTuple tuple) {
        if (setting.hasEntries()) {
            entries(setting, tuple);
            return;
        }
        int line = line(tuple.getKeyNode());
        List<String> texts = new ArrayList<>();
        boolean list = tuple.getValueNode() instanceof SequenceNode;
        List<Node> nodes = tuple.getValueNode() instanceof SequenceNode sequence ? sequence.getValue() : List.of(tuple.getValueNode());
        for (Node node : nodes) {
            if (!(node instanceof ScalarNode scalar)) {
                problem(line(node), "key '" + setting.key() + "' holds a mapping or a list; want " + setting.wants());
                return;
            }
            texts.add(scalar.getValue());
        }
        if (values.put(setting, new Value(texts, list, line)) != null) {
            problem(line, "key '" + setting.key() + "' stands there twice; remove one");
        }
    }

    private static List<String> byDefault(Setting setting) {
        String inner = setting.without().orElseThrow().replaceAll("[\\[\\]]", "");
        return inner.isEmpty() ? List.of() : List.of(inner.split(", *"));
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    private void problem(int line, String what) {
        problems.add(file + ":" + line + ": " + what);
    }
}
