package mesh.warren.cli.plan;

import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mesh.warren.cli.rewrite.UnusableInput;
import mesh.warren.model.plan.Sent;
import mesh.warren.model.rewrite.Refusal;
import mesh.warren.model.xds.ResourceType;

/**
 * Reads a config dump, one entry at a time: as Envoy's admin page gives it, and whatever is wrapped around that. Known lists are
 * taken wherever they are; everything else is skipped. Used for one file.
 */
final class DumpFile {

    private static final int DEEPEST = 64;

    private final String file;
    private final Messages messages;
    private final EntryLimit limit;
    private final JsonReader json;
    private final List<Sent> resources = new ArrayList<>();
    private final List<Sent> endpoints = new ArrayList<>();
    private final List<Read.Broken> broken = new ArrayList<>();
    private final Set<String> endpointsAsked = new HashSet<>();
    private final Map<Sent, String> endpointNames = new HashMap<>();
    private DumpNode node = DumpNode.UNKNOWN;
    private boolean known;
    private int statics;

    DumpFile(String file, Reader text, Messages messages) {
        this.file = file;
        this.messages = messages;
        this.limit = new EntryLimit(text);
        this.json = new JsonReader(limit);
    }

    Read read() throws UnusableInput {
        try {
            walk(0);
            if (json.peek() != JsonToken.END_DOCUMENT) {
                throw new UnusableInput(file, "more than one JSON document; want one config dump in a file");
            }
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw limit.exceeded()
                    ? new UnusableInput(file, "an entry of more than " + EntryLimit.MOST + " characters; want a config dump")
                    : new UnusableInput(file, "not JSON, or it ends in the middle, at " + json.getPath());
        }
        if (!known) {
            throw new UnusableInput(file, "no config dump; want the JSON of Envoy's /config_dump?include_eds, or of istioctl proxy-config"
                    + " all -o json");
        }
        // A dump has endpoints of every cluster; those that were not asked for by name are part of the cluster itself.
        endpoints.stream().filter(sent -> endpointsAsked.contains(endpointNames.get(sent))).forEach(resources::add);
        return new Read(node, resources, broken, statics);
    }

    private void walk(int depth) throws IOException, UnusableInput {
        if (depth > DEEPEST) {
            throw new UnusableInput(file, "nested too deeply around the dump; want at most " + DEEPEST + " levels");
        }
        switch (json.peek()) {
            case BEGIN_ARRAY -> {
                json.beginArray();
                while (json.hasNext()) {
                    walk(depth + 1);
                }
                json.endArray();
            }
            case BEGIN_OBJECT -> {
                json.beginObject();
                while (json.hasNext()) {
                    limit.restart();
                    section(Section.of(json.nextName()), depth);
                }
                json.endObject();
            }
            default -> json.skipValue();
        }
    }

    private void section(Section section, int depth) throws IOException, UnusableInput {
        known |= section != null;
        if (section == Section.BOOTSTRAP) {
            bootstrap();
        } else if (section == null) {
            walk(depth + 1);
        } else if (json.peek() == JsonToken.BEGIN_ARRAY) {
            json.beginArray();
            while (json.hasNext()) {
                limit.restart();
                if (section.resource().isEmpty()) {
                    statics++;
                    json.skipValue();
                } else {
                    entry(section, Messages.GSON.<Object>fromJson(json, Object.class));
                }
            }
            json.endArray();
        } else {
            json.skipValue();
        }
    }

    private void bootstrap() throws IOException {
        if (json.peek() != JsonToken.BEGIN_OBJECT) {
            json.skipValue();
            return;
        }
        json.beginObject();
        while (json.hasNext()) {
            if (json.nextName().equals("node")) {
                node = DumpNode.of(Messages.GSON.<Object>fromJson(json, Object.class));
            } else {
                json.skipValue();
            }
        }
        json.endObject();
    }

    private void entry(Section section, Object entry) throws UnusableInput {
        Object holder = entry;
        if (section == Section.DYNAMIC_LISTENERS) {
            holder = Optional.ofNullable(Trees.field(entry, "active_state")).orElse(Trees.field(entry, "warming_state"));
        }
        for (Object resource : Trees.list(Trees.field(holder, section.resource()))) {
            resource(section, resource);
        }
    }

    private void resource(Section section, Object tree) throws UnusableInput {
        String source = file + " " + json.getPath();
        String url = Trees.text(tree, "@type").orElseThrow(() -> new UnusableInput(source, "no @type; want a resource as Envoy dumps it"));
        String message = url.substring(url.lastIndexOf('/') + 1);
        String name = Trees.text(tree, section == Section.DYNAMIC_ENDPOINT_CONFIGS ? "cluster_name" : "name").orElse("");
        Map<Object, Object> fields = new HashMap<>((Map<?, ?>) tree);
        fields.remove("@type");
        Optional<Descriptor> type = messages.type(message);
        if (type.isEmpty()) {
            resources.add(new Sent(source, url, new byte[0]));
            return;
        }
        try {
            Sent sent = new Sent(source, url, messages.bytes(source, type.get(), fields));
            if (section == Section.DYNAMIC_ENDPOINT_CONFIGS) {
                endpoints.add(sent);
                endpointNames.put(sent, name);
            } else {
                resources.add(sent);
            }
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            broken.add(new Read.Broken(url, name, new Refusal("", "unknown-field", e.getMessage(),
                    "leave out what the Envoy in use does not have: " + e.getMessage())));
        }
        if (url.equals(ResourceType.CLUSTER.typeUrl()) && "EDS".equals(Trees.field(tree, "type"))) {
            endpointsAsked.add(Trees.text(tree, "eds_cluster_config", "service_name").orElse(name));
        }
    }
}
