package mesh.warren.model.api;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** An Envoy's API as the Envoy itself has it: the messages and enums in its binary, and the types that its extensions register. */
public final class EnvoyApi {

    private final Map<String, DescriptorProto> messages = new HashMap<>();
    private final Map<String, EnumDescriptorProto> enums = new HashMap<>();
    private final Map<String, String> packages = new HashMap<>();
    private final SortedSet<String> types;

    /**
     * @param descriptors from {@link DescriptorExtractor}
     * @param types       full names of the messages that its extensions take as configuration ({@code /server_info},
     *                    {@code node.extensions[].type_urls})
     */
    public EnvoyApi(FileDescriptorSet descriptors, Iterable<String> types) {
        for (var file : descriptors.getFileList()) {
            file.getMessageTypeList().forEach(message -> add(file.getPackage(), file.getPackage(), message));
            file.getEnumTypeList().forEach(type -> add(file.getPackage(), file.getPackage(), type));
        }
        this.types = new TreeSet<>();
        types.forEach(this.types::add);
    }

    private void add(String scope, String inPackage, DescriptorProto message) {
        var name = scope + "." + message.getName();
        messages.put(name, message);
        packages.put(name, inPackage);
        message.getNestedTypeList().forEach(nested -> add(name, inPackage, nested));
        message.getEnumTypeList().forEach(type -> add(name, inPackage, type));
    }

    private void add(String scope, String inPackage, EnumDescriptorProto type) {
        var name = scope + "." + type.getName();
        enums.put(name, type);
        packages.put(name, inPackage);
    }

    /** The types that its extensions register, by name. */
    SortedSet<String> types() {
        return types;
    }

    boolean hasMessage(String name) {
        return messages.containsKey(name);
    }

    /** The package of a message or an enum. */
    String packageOf(String name) {
        return packages.get(name);
    }

    /** A message's fields by number. */
    List<FieldDescriptorProto> fields(String message) {
        var found = messages.get(message);
        if (found == null) {
            throw new IllegalArgumentException("message " + message + " is not in this Envoy's descriptors");
        }
        return found.getFieldList().stream().sorted(Comparator.comparingInt(FieldDescriptorProto::getNumber)).toList();
    }

    EnumDescriptorProto enumeration(String name) {
        return enums.get(name);
    }

    /** The full name of a field's message or enum. */
    static String typeName(FieldDescriptorProto field) {
        return field.getTypeName().substring(1);
    }

    /** A field's kind as the table writes it. */
    String kind(FieldDescriptorProto field) {
        var kind = switch (field.getType()) {
            case TYPE_MESSAGE -> typeName(field);
            case TYPE_ENUM -> "enum:" + typeName(field);
            default -> field.getType().name().substring("TYPE_".length()).toLowerCase(java.util.Locale.ROOT);
        };
        if (field.getLabel() == Label.LABEL_REPEATED) {
            boolean map = field.getType() == Type.TYPE_MESSAGE && messages.get(typeName(field)).getOptions().getMapEntry();
            return kind + (map ? "{}" : "[]");
        }
        return field.getProto3Optional() ? kind + "?" : kind;
    }

    /** The oneof that a field is part of; empty for none. */
    String oneof(String message, FieldDescriptorProto field) {
        return field.hasOneofIndex() && !field.getProto3Optional()
                ? messages.get(message).getOneofDecl(field.getOneofIndex()).getName() : "";
    }
}
