package mesh.warren.model.api;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A field's protobuf type, and how it stands on the wire. */
public enum FieldKind {
    DOUBLE(1), FLOAT(5), INT64(0), UINT64(0), INT32(0), FIXED64(1), FIXED32(5), BOOL(0), STRING(2), MESSAGE(2),
    BYTES(2), UINT32(0), ENUM(0), SFIXED32(5), SFIXED64(1), SINT32(0), SINT64(0);

    private static final Map<String, FieldKind> BY_TOKEN =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(FieldKind::token, Function.identity()));

    private final int wireType;

    FieldKind(int wireType) {
        this.wireType = wireType;
    }

    /** The wire type of one value: 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes. A repeated scalar may also be packed (2). */
    public int wireType() {
        return wireType;
    }

    /** Whether a repeated field of this kind may be packed. */
    public boolean packable() {
        return wireType != 2;
    }

    /** As in a .proto file: {@code uint32}. */
    public String token() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The scalar kind of this token; empty for none. */
    public static Optional<FieldKind> ofToken(String token) {
        return Optional.ofNullable(BY_TOKEN.get(token)).filter(kind -> kind != MESSAGE && kind != ENUM);
    }
}
