package mesh.warren.agent.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import mesh.warren.agent.domain.Metadata;
import mesh.warren.agent.domain.NodeTemplate;
import mesh.warren.agent.domain.Template;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads the {@code node} of a control plane: a preset, and what is different from it. */
final class NodeSettings {

    private static final String TEMPLATE = "a text with ${pod...} where pods differ";

    private NodeSettings() {}

    static NodeTemplate read(SettingEntry entry) {
        NodeTemplate preset = entry.optional("preset", "plain or istio", NodeSettings::preset).orElse(NodeTemplate.PLAIN);
        Map<String, Metadata> metadata = new LinkedHashMap<>(preset.metadata());
        entry.node("metadata").ifPresent(node -> {
            try {
                if (!(metadata(node) instanceof Metadata.Struct struct)) {
                    throw new IllegalArgumentException("is no mapping");
                }
                metadata.putAll(struct.fields());
            } catch (IllegalArgumentException e) {
                entry.problem("metadata", e.getMessage());
            }
        });
        Optional<SettingEntry> locality = entry.section("locality");
        return new NodeTemplate(
                template(Optional.of(entry), "id", preset.id()),
                template(Optional.of(entry), "cluster", preset.cluster()),
                template(locality, "region", preset.region()),
                template(locality, "zone", preset.zone()),
                template(locality, "subZone", preset.subZone()),
                metadata,
                entry.optional("everyRequest", "true or false", SettingsFile::bool).orElse(preset.everyTime()));
    }

    private static Template template(Optional<SettingEntry> entry, String key, Template without) {
        return entry.flatMap(section -> section.optional(key, TEMPLATE, Template::parse)).orElse(without);
    }

    private static NodeTemplate preset(String text) {
        return switch (text) {
            case "plain" -> NodeTemplate.PLAIN;
            case "istio" -> NodeTemplate.istio();
            default -> throw new IllegalArgumentException();
        };
    }

    private static Metadata metadata(Node node) {
        return switch (node) {
            case MappingNode mapping -> {
                Map<String, Metadata> fields = new LinkedHashMap<>();
                mapping.getValue().forEach(tuple -> fields.put(
                        ((ScalarNode) tuple.getKeyNode()).getValue(), metadata(tuple.getValueNode())));
                yield new Metadata.Struct(fields);
            }
            case SequenceNode list -> new Metadata.Elements(list.getValue().stream().map(NodeSettings::metadata).toList());
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new IllegalArgumentException("holds an alias; write it out");
        };
    }

    private static Metadata scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        if (scalar.getTag().equals(Tag.BOOL)) {
            return new Metadata.Bool(Boolean.parseBoolean(text));
        }
        if (scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT)) {
            return new Metadata.Number(Double.parseDouble(text));
        }
        return switch (text) {
            case "${pod.labels}" -> new Metadata.Labels();
            case "${pod.annotations}" -> new Metadata.Annotations();
            default -> new Metadata.Text(Template.parse(text));
        };
    }
}
