package mesh.warren.model.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Every extension of the allowed corpus, written as a {@code TypedStruct} by protobuf's own JSON printer, is rewritten to the same
 * bytes as the message itself.
 */
@Tag("pure")
class TypedStructTest {

    private static int converted;

    @TestFactory
    Stream<DynamicTest> aTypedStructIsTheMessageThatItStandsFor() {
        return CorpusFile.all("allowed").stream().map(file -> DynamicTest.dynamicTest(file.name(), () -> {
            for (var name : List.of("xds.type.v3.TypedStruct", "udpa.type.v1.TypedStruct")) {
                for (var resource : file.resources()) {
                    var context = Rewriting.context(file.resources());
                    var message = DynamicMessage.parseFrom(EnvoyDescriptors.message(resource.message()), resource.bytes());
                    var structs = new Resource(resource.typeUrl(), converted(message, name).toByteString());
                    var outcome = Rewriting.of(structs, context);
                    assertTrue(Rewriting.accepted(outcome).isPresent(), outcome::toString);
                    assertEquals(Rewriting.accepted(Rewriting.of(resource, context)).orElseThrow().resource().bytes().canonical(),
                            Rewriting.accepted(outcome).orElseThrow().resource().bytes().canonical());
                }
            }
            assertTrue(converted > 0 || file.name().startsWith("tls"), "nothing was converted");
        }));
    }

    /** The message with each outermost extension in it as a struct. */
    private static Message converted(Message message, String struct) throws InvalidProtocolBufferException {
        var builder = message.toBuilder();
        for (var field : message.getAllFields().entrySet()) {
            if (field.getKey().getJavaType() != com.google.protobuf.Descriptors.FieldDescriptor.JavaType.MESSAGE) {
                continue;
            }
            if (field.getKey().isRepeated()) {
                int i = 0;
                for (var each : (List<?>) field.getValue()) {
                    builder.setRepeatedField(field.getKey(), i++, child((Message) each, struct));
                }
            } else {
                builder.setField(field.getKey(), child((Message) field.getValue(), struct));
            }
        }
        return builder.build();
    }

    private static Message child(Message child, String struct) throws InvalidProtocolBufferException {
        if (!child.getDescriptorForType().getFullName().equals("google.protobuf.Any")) {
            return converted(child, struct);
        }
        var any = Any.parseFrom(child.toByteString());
        var content = any.getTypeUrl().substring(Resource.PREFIX.length());
        if (content.startsWith("google.protobuf.") || content.endsWith("TypedStruct")) {
            return child;
        }
        converted++;
        var json = JsonFormat.printer().usingTypeRegistry(EnvoyDescriptors.registry())
                .print(DynamicMessage.parseFrom(EnvoyDescriptors.message(content), any.getValue()));
        var value = Struct.newBuilder();
        JsonFormat.parser().merge(json, value);
        var type = EnvoyDescriptors.message(struct);
        var typed = DynamicMessage.newBuilder(type).setField(type.findFieldByNumber(1), any.getTypeUrl())
                .setField(type.findFieldByNumber(2), DynamicMessage.parseFrom(type.findFieldByNumber(2).getMessageType(), value.build().toByteString()))
                .build();
        var result = DynamicMessage.newBuilder(child.getDescriptorForType());
        return result.setField(child.getDescriptorForType().findFieldByNumber(1), Resource.PREFIX + struct)
                .setField(child.getDescriptorForType().findFieldByNumber(2), (ByteString) typed.toByteString()).build();
    }
}
