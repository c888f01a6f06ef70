package mesh.warren.model.api;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.util.Arrays;
import java.util.List;
import mesh.warren.model.xds.ResourceType;

/** Small made-up APIs. */
final class Api {

    private Api() {}

    static FieldDescriptorProto string(int number, String name) {
        return field(number, name, Type.TYPE_STRING);
    }

    static FieldDescriptorProto field(int number, String name, Type type) {
        return FieldDescriptorProto.newBuilder().setNumber(number).setName(name).setType(type).setLabel(Label.LABEL_OPTIONAL).build();
    }

    static FieldDescriptorProto of(int number, String name, String message) {
        return field(number, name, Type.TYPE_MESSAGE).toBuilder().setTypeName("." + message).build();
    }

    /** @param name full name; its last part is kept, the file gives the package */
    static DescriptorProto message(String name, FieldDescriptorProto... fields) {
        return DescriptorProto.newBuilder().setName(name.substring(name.lastIndexOf('.') + 1)).addAllField(Arrays.asList(fields)).build();
    }

    static FileDescriptorProto file(String inPackage, DescriptorProto message) {
        return FileDescriptorProto.newBuilder().setName(inPackage + "/" + message.getName() + ".proto").setPackage(inPackage)
                .addMessageType(message).setSyntax("proto3").build();
    }

    /** The resource types, empty. */
    static List<FileDescriptorProto> resources() {
        return Arrays.stream(ResourceType.values()).map(ResourceType::message)
                .map(name -> file(name.substring(0, name.lastIndexOf('.')), message(name))).toList();
    }

    static FileDescriptorSet set(List<FileDescriptorProto> files) {
        return FileDescriptorSet.newBuilder().addAllFile(files).build();
    }
}
