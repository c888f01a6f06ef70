package mesh.warren.model.quarantine;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceType;

/**
 * What a resource says, whatever its own name is: the same content under another name, of another pod for example, is known
 * again. Names of other resources in it and paths of network namespaces count.
 *
 * @param value SHA-256 over the type and all fields but the name, 64 hexadecimal digits
 */
public record ContentHash(String value) {

    private static final int NAME = 1;
    private static final int NAME_OF_A_CHAIN = 7;

    /** Bytes that are no message are hashed whole. */
    public static ContentHash of(PhysicalResource resource) {
        ResourceType type = resource.key().type();
        MessageDigest digest = sha256();
        digest.update(type.message().getBytes(StandardCharsets.UTF_8));
        try {
            addFields(digest, resource.content(), type == ResourceType.CHAIN ? NAME_OF_A_CHAIN : NAME);
        } catch (IOException e) {
            digest.reset();
            digest.update(type.message().getBytes(StandardCharsets.UTF_8));
            resource.content().asReadOnlyByteBufferList().forEach(digest::update);
        }
        return new ContentHash(HexFormat.of().formatHex(digest.digest()));
    }

    private static void addFields(MessageDigest digest, ByteString content, int name) throws IOException {
        CodedInputStream in = content.newCodedInput();
        while (!in.isAtEnd()) {
            int start = in.getTotalBytesRead();
            int tag = in.readTag();
            in.skipField(tag);
            if (WireFormat.getTagFieldNumber(tag) != name) {
                content.substring(start, in.getTotalBytesRead()).asReadOnlyByteBufferList().forEach(digest::update);
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
