package mesh.warren.agent.upstream.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import mesh.warren.model.xds.ResourceType;

/** The name that a serialised resource has in itself. */
public final class OwnName {

    /** {@code FilterChain.name}; of all other types it is field 1. */
    private static final int OF_CHAIN = 7;

    private OwnName() {}

    /** Empty when there is none, or when the bytes are no message. */
    public static String of(String typeUrl, ByteString content) {
        int field = typeUrl.equals(ResourceType.CHAIN.typeUrl()) ? OF_CHAIN : 1;
        int tag = WireFormat.WIRETYPE_LENGTH_DELIMITED | field << 3;
        String name = "";
        try {
            CodedInputStream in = content.newCodedInput();
            for (int next = in.readTag(); next != 0; next = in.readTag()) {
                if (next == tag) {
                    name = in.readStringRequireUtf8(); // the last one counts, as protobuf has it
                } else {
                    in.skipField(next);
                }
            }
            return name;
        } catch (IOException e) {
            return "";
        }
    }
}
