package mesh.warren.model.corpus;

import com.google.gson.GsonBuilder;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** YAML documents, each one resource with {@code @type}. {@code !repeat [TEXT, TIMES]} is a long string. */
final class Yaml {

    private static final ConstructNode REPEAT = new ConstructNode() {
        @Override
        public Object construct(Node node) {
            var items = ((SequenceNode) node).getValue();
            return ((ScalarNode) items.get(0)).getValue().repeat(Integer.parseInt(((ScalarNode) items.get(1)).getValue()));
        }
    };

    private Yaml() {}

    static List<Resource> resources(String text) {
        var settings = LoadSettings.builder().setTagConstructors(Map.of(new Tag("!repeat"), REPEAT)).build();
        var resources = new ArrayList<Resource>();
        for (Object document : new Load(settings).loadAllFromString(text)) {
            resources.add(resource((Map<?, ?>) document));
        }
        return resources;
    }

    private static Resource resource(Map<?, ?> document) {
        var fields = new HashMap<Object, Object>(document);
        var typeUrl = (String) fields.remove("@type");
        var message = DynamicMessage.newBuilder(EnvoyDescriptors.message(typeUrl.substring(typeUrl.lastIndexOf('/') + 1)));
        var json = new GsonBuilder().serializeNulls().disableHtmlEscaping().create().toJson(fields);
        try {
            JsonFormat.parser().usingTypeRegistry(EnvoyDescriptors.registry()).merge(json, message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(typeUrl + ": " + e.getMessage(), e);
        }
        return new Resource(typeUrl, message.build().toByteString());
    }
}
