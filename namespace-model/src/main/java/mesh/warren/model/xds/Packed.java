package mesh.warren.model.xds;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Serialises messages so that the same message always gives the same bytes: map fields are sorted, also those inside an
 * {@code Any}, for which protobuf's own {@code Any.pack} does not care.
 */
public final class Packed {

    private Packed() {}

    /** The bytes, the same in every run. */
    public static ByteString bytes(MessageLite message) {
        try {
            byte[] bytes = new byte[message.getSerializedSize()];
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            out.useDeterministicSerialization();
            message.writeTo(out);
            out.checkNoSpaceLeft();
            return ByteString.copyFrom(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("an array cannot fail to be written", e);
        }
    }

    /** The message with its type URL. */
    public static Any any(Message message) {
        return Any.newBuilder()
                .setTypeUrl(ResourceType.TYPE_URL_PREFIX + message.getDescriptorForType().getFullName())
                .setValue(bytes(message))
                .build();
    }
}
