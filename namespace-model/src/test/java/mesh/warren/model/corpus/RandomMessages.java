package mesh.warren.model.corpus;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import java.util.List;
import java.util.random.RandomGenerator;
import mesh.warren.model.api.ApiField;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.api.FieldClass;
import mesh.warren.model.api.Verdict;
import mesh.warren.model.xds.ResourceType;

/**
 * Random well-formed resources, from the descriptors. A tame one keeps to what the API table takes, so that most are
 * accepted; a wild one may have every field and every extension there is.
 */
final class RandomMessages {

    private static final int DEPTH = 12;
    private static final List<String> TEXTS = List.of("", "c", "d", "outbound|80||a.b", "a/b", "A^c", "ns", "10.0.0.1", "*", "/", "a.example",
            "%PROTOCOL%", "%REQ(x)%", "%ENVIRONMENT(X)%", "100%", "^a+$", "envoy.lb", "envoy.stats_matcher", "\u00e9\u4e2d", "x".repeat(300));
    private static final List<String> TAME_TEXTS = List.of("c", "d", "outbound|80||a.b", "a/b", "10.0.0.1", "a.example", "k1", "10.1.2.3");

    private final RandomGenerator random;
    private final ApiTable table;
    private final boolean tame;
    private final List<Descriptor> extensions;

    RandomMessages(RandomGenerator random, ApiTable table, boolean tame) {
        this.random = random;
        this.table = table;
        this.tame = tame;
        this.extensions = EnvoyDescriptors.messages().stream().filter(type -> {
            var known = table.message(type.getFullName());
            return tame ? known != null && known.verdict() == Verdict.ALLOW : type.getFullName().startsWith("envoy.");
        }).toList();
    }

    Resource next() {
        var type = ResourceType.values()[random.nextInt(ResourceType.values().length)].message();
        return Resource.of(type, message(EnvoyDescriptors.message(type), 0));
    }

    private ByteString message(Descriptor type, int depth) {
        return build(type, depth).toByteString();
    }

    private DynamicMessage build(Descriptor type, int depth) {
        var message = DynamicMessage.newBuilder(type);
        if (type.getFullName().equals("google.protobuf.Any")) {
            var content = extensions.get(random.nextInt(extensions.size()));
            message.setField(type.findFieldByNumber(1), Resource.PREFIX + content.getFullName());
            return message.setField(type.findFieldByNumber(2), message(content, depth + 1)).build();
        }
        var fields = type.getFields();
        int wanted = fields.isEmpty() ? 0 : 1 + random.nextInt(Math.min(8, fields.size()));
        for (int i = 0; i < wanted; i++) {
            set(message, fields.get(random.nextInt(fields.size())), depth);
        }
        fields.stream().filter(field -> depth == 0 && List.of("name", "cluster_name").contains(field.getName()))
                .forEach(field -> message.setField(field, text()));
        return message.build();
    }

    private void set(DynamicMessage.Builder message, FieldDescriptor field, int depth) {
        var row = row(field);
        if (tame && (row == null || refused(row)) || depth >= DEPTH && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            return;
        }
        if (!field.isRepeated()) {
            message.setField(field, value(field, row, depth));
            return;
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            message.addRepeatedField(field, value(field, row, depth));
        }
    }

    private ApiField row(FieldDescriptor field) {
        var known = table.message(field.getContainingType().getFullName());
        return known == null ? null : known.field(field.getNumber());
    }

    private static boolean refused(ApiField row) {
        return row.rule() == FieldClass.REFUSE || row.rule() == FieldClass.UNDECIDED || row.rule() == FieldClass.CODE
                || row.rule() == FieldClass.FILTER_STATE || row.rule() == FieldClass.SOCKET_OPTION || row.rule() == FieldClass.TYPED_STRUCT
                || row.message() != null && row.message().denied();
    }

    private Object value(FieldDescriptor field, ApiField row, int depth) {
        return switch (field.getJavaType()) {
            case INT -> random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(1000);
            case LONG -> random.nextInt(4) == 0 ? random.nextLong() : random.nextLong(1000);
            case FLOAT -> random.nextFloat();
            case DOUBLE -> random.nextDouble();
            case BOOLEAN -> random.nextBoolean();
            case STRING -> text();
            case BYTE_STRING -> ByteString.copyFromUtf8(text());
            case ENUM -> enumValue(field, row);
            case MESSAGE -> build(field.getMessageType(), depth + 1);
        };
    }

    private EnumValueDescriptor enumValue(FieldDescriptor field, ApiField row) {
        var values = field.getEnumType().getValues();
        if (tame && row.enumeration() != null) {
            var accepted = values.stream().filter(value -> row.enumeration().accepts(value.getNumber())).toList();
            return accepted.isEmpty() ? values.getFirst() : accepted.get(random.nextInt(accepted.size()));
        }
        return values.get(random.nextInt(values.size()));
    }

    private String text() {
        var texts = tame ? TAME_TEXTS : TEXTS;
        return texts.get(random.nextInt(texts.size()));
    }
}
