package mesh.warren.agent.upstream.node;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Node;
import java.util.Map;
import java.util.TreeMap;
import mesh.warren.agent.domain.Metadata;
import mesh.warren.agent.domain.NodeTemplate;
import mesh.warren.agent.domain.PodFields;

/** Makes the Node of a virtual Envoy. Its extensions are the same objects for all of them. */
public final class Introduction {

    private Introduction() {}

    /** The Node of this pod's virtual Envoy. */
    public static Node of(NodeTemplate template, PodFields pod, RealEnvoy real) {
        return real.node().toBuilder()
                .setId(template.id().of(pod))
                .setCluster(template.cluster().of(pod))
                .setLocality(Locality.newBuilder()
                        .setRegion(template.region().of(pod))
                        .setZone(template.zone().of(pod))
                        .setSubZone(template.subZone().of(pod)))
                .setMetadata(struct(template.metadata(), pod))
                .build();
    }

    private static Struct struct(Map<String, Metadata> fields, PodFields pod) {
        Struct.Builder struct = Struct.newBuilder();
        new TreeMap<>(fields).forEach((name, field) -> struct.putFields(name, value(field, pod)));
        return struct.build();
    }

    private static Value value(Metadata metadata, PodFields pod) {
        Value.Builder value = Value.newBuilder();
        return switch (metadata) {
            case Metadata.Text text -> value.setStringValue(text.template().of(pod)).build();
            case Metadata.Number number -> value.setNumberValue(number.value()).build();
            case Metadata.Bool bool -> value.setBoolValue(bool.value()).build();
            case Metadata.Labels _ -> value.setStructValue(texts(pod.labels())).build();
            case Metadata.Annotations _ -> value.setStructValue(texts(pod.annotations())).build();
            case Metadata.Elements list -> value.setListValue(ListValue.newBuilder()
                    .addAllValues(list.values().stream().map(element -> value(element, pod)).toList())).build();
            case Metadata.Struct struct -> value.setStructValue(struct(struct.fields(), pod)).build();
        };
    }

    private static Struct texts(Map<String, String> texts) {
        Struct.Builder struct = Struct.newBuilder();
        new TreeMap<>(texts).forEach((name, text) -> struct.putFields(name, Value.newBuilder().setStringValue(text).build()));
        return struct.build();
    }
}
