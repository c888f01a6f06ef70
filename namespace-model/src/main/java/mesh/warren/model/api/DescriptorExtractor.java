package mesh.warren.model.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the serialised {@code FileDescriptorProto}s that protoc leaves in every C++ program: the exact API of an Envoy binary,
 * where published packages of it lag behind. A descriptor begins with its file's name (field 1) and holds its fields in the
 * order of their numbers, so its end is where a tag no longer fits.
 */
public final class DescriptorExtractor {

    private static final int NAME = 1;
    private static final int LAST_FIELD = 15;
    private static final int SHORTEST_NAME = ".proto".length();
    /** No .proto file's descriptor comes near; a longer one is chance. */
    private static final int LONGEST = 4 << 20;

    private final ByteBuffer binary;
    private final Map<String, FileDescriptorProto> files = new TreeMap<>();

    private DescriptorExtractor(ByteBuffer binary) {
        this.binary = binary.asReadOnlyBuffer();
    }

    /**
     * All files in this binary, each after what it imports, else by name: the same binary always gives the same bytes. Nothing of
     * the buffer's position or limit changes.
     *
     * @throws IllegalArgumentException when there is none, or one imports a file that is not there
     */
    public static FileDescriptorSet extract(ByteBuffer binary) {
        var extractor = new DescriptorExtractor(binary);
        extractor.scan();
        if (extractor.files.isEmpty()) {
            throw new IllegalArgumentException("there is no protobuf descriptor in the binary: is it an Envoy?");
        }
        return extractor.inOrder();
    }

    private void scan() {
        int end = binary.limit() - SHORTEST_NAME - 2;
        for (int at = binary.position(); at < end; at++) {
            if (binary.get(at) == '\n' && binary.get(at + 1) >= SHORTEST_NAME && isFileName(at + 2, binary.get(at + 1))) {
                read(at);
            }
        }
    }

    private boolean isFileName(int from, int length) {
        int to = from + length;
        if (to > binary.limit() || binary.get(to - 1) != 'o' || binary.get(to - 6) != '.' || binary.get(to - 5) != 'p') {
            return false;
        }
        for (int i = from; i < to; i++) {
            int c = binary.get(i);
            boolean fits = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '/' || c == '-';
            if (!fits) {
                return false;
            }
        }
        return text(from, length).endsWith(".proto");
    }

    private void read(int start) {
        int limit = Math.min(binary.limit(), start + LONGEST);
        int end = start;
        int last = NAME;
        for (int next = start; next >= 0; ) {
            end = next;
            int field = next < limit ? (binary.get(next) & 0xff) >>> 3 : 0;
            if (field < last || field > LAST_FIELD || field == NAME && next > start) {
                break;
            }
            last = field;
            next = afterField(next, limit);
        }
        if (last == NAME) {
            return; // A file's name and nothing else.
        }
        try {
            var file = FileDescriptorProto.parseFrom(ByteString.copyFrom(binary.slice(start, end - start)));
            files.merge(file.getName(), file, (one, other) -> one.getSerializedSize() >= other.getSerializedSize() ? one : other);
        } catch (InvalidProtocolBufferException e) {
            // Bytes that only begin like a descriptor.
        }
    }

    /** Where the next field begins; -1 when this one is none. */
    private int afterField(int at, int limit) {
        int wireType = binary.get(at) & 7;
        long value = 0;
        int i = at + 1;
        for (int shift = 0; ; shift += 7, i++) {
            if (shift > 35 || i >= limit) {
                return -1;
            }
            value |= (long) (binary.get(i) & 0x7f) << shift;
            if (binary.get(i) >= 0) {
                i++;
                break;
            }
        }
        return switch (wireType) {
            case 0 -> i;
            case 2 -> i + value <= limit ? (int) (i + value) : -1;
            default -> -1;
        };
    }

    private String text(int from, int length) {
        var bytes = new byte[length];
        binary.get(from, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private FileDescriptorSet inOrder() {
        var ordered = new LinkedHashMap<String, FileDescriptorProto>();
        files.values().forEach(file -> add(file, ordered));
        return FileDescriptorSet.newBuilder().addAllFile(ordered.values()).build();
    }

    private void add(FileDescriptorProto file, Map<String, FileDescriptorProto> ordered) {
        if (ordered.containsKey(file.getName())) {
            return;
        }
        for (var name : file.getDependencyList()) {
            var imported = files.get(name);
            if (imported == null) {
                throw new IllegalArgumentException(file.getName() + " imports " + name + ", which is not in the binary");
            }
            add(imported, ordered);
        }
        ordered.put(file.getName(), file);
    }
}
