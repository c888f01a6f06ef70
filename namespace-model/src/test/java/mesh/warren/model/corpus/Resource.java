package mesh.warren.model.corpus;

import com.google.protobuf.ByteString;

/** What a control plane might send: a type URL and bytes that may or may not be a message of that type. */
public record Resource(String typeUrl, ByteString bytes) {

    static final String PREFIX = "type.googleapis.com/";

    static Resource of(String message, ByteString bytes) {
        return new Resource(PREFIX + message, bytes);
    }

    /** The type's full name. */
    public String message() {
        return typeUrl.substring(typeUrl.lastIndexOf('/') + 1);
    }
}
