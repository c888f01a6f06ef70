package mesh.warren.cli.plan;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.ToNumberPolicy;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import mesh.warren.cli.rewrite.EnvoyTypes;
import mesh.warren.cli.rewrite.ForeignTypes;
import mesh.warren.cli.rewrite.UnusableInput;

/** From a resource's JSON tree to its bytes. What was read before is remembered: dumps of neighbours are mostly the same. */
final class Messages {

    static final Gson GSON = new GsonBuilder().serializeNulls().disableHtmlEscaping()
            .setObjectToNumberStrategy(ToNumberPolicy.LAZILY_PARSED_NUMBER).create();

    private static final int DEEPEST = 100;
    private static final long MOST_REMEMBERED = 64L << 20;

    private final EnvoyTypes types;
    private final ForeignTypes foreign;
    private final Map<String, byte[]> remembered = new HashMap<>();
    private long rememberedBytes;
    private TypeRegistry registry;
    private int foreignNames = -1;

    Messages(EnvoyTypes types) {
        this.types = types;
        this.foreign = new ForeignTypes(types);
    }

    /** Of this full name; empty for a type that Envoy does not have. */
    Optional<Descriptor> type(String name) {
        return types.message(name);
    }

    /**
     * The bytes of the resource.
     *
     * @param resource its fields, without {@code @type}
     * @throws InvalidProtocolBufferException when it is not such a message
     */
    byte[] bytes(String source, Descriptor type, Map<?, ?> resource) throws UnusableInput, InvalidProtocolBufferException {
        String json = GSON.toJson(foreign.prepare(resource, DEEPEST, source));
        String digest = digest(type.getFullName() + json);
        byte[] known = remembered.get(digest);
        if (known != null) {
            return known;
        }
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        JsonFormat.parser().usingTypeRegistry(registry()).merge(json, message);
        byte[] bytes = message.build().toByteArray();
        if (rememberedBytes + bytes.length <= MOST_REMEMBERED) {
            remembered.put(digest, bytes);
            rememberedBytes += bytes.length;
        }
        return bytes;
    }

    private TypeRegistry registry() {
        if (foreignNames != foreign.names().size()) {
            foreignNames = foreign.names().size();
            registry = types.registry(foreign.names());
        }
        return registry;
    }

    private static String digest(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
