package mesh.warren.model.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("pure")
class DescriptorExtractorTest {

    private static final FileDescriptorProto ONE = Api.file("a", Api.message("a.One", Api.string(1, "x")));
    private static final FileDescriptorProto TWO = Api.file("a", Api.message("a.Two")).toBuilder().addDependency(ONE.getName()).build();

    @Test
    void findsDescriptorsBetweenOtherBytes() {
        assertEquals(List.of(ONE, TWO), extract(junk(7), TWO.toByteString(), junk(100), ONE.toByteString(), junk(3)));
    }

    @Test
    void aDescriptorEndsWhereTheNextBegins() {
        assertEquals(List.of(ONE, TWO), extract(ONE.toByteString(), TWO.toByteString()));
    }

    @Test
    void aDescriptorMayEndWithTheBinary() {
        assertEquals(List.of(ONE), extract(ONE.toByteString()));
    }

    @Test
    void importedFilesComeFirstWhereverTheyStand() {
        var early = Api.file("a", Api.message("a.Aaa")).toBuilder().addDependency("a/Two.proto").build();
        assertEquals(List.of(ONE, TWO, early), extract(early.toByteString(), junk(1), TWO.toByteString(), junk(1), ONE.toByteString()));
    }

    @Test
    void ofTwoCopiesTheFullerCounts() {
        var bare = FileDescriptorProto.newBuilder().setName(ONE.getName()).setPackage("a").build();
        assertEquals(List.of(ONE), extract(bare.toByteString(), junk(2), ONE.toByteString(), junk(2), bare.toByteString()));
    }

    @Test
    void aFileNameThatIsJustTextIsNoDescriptor() {
        var text = ByteString.copyFromUtf8("\n\007b.proto\377\377\377");
        assertEquals(List.of(ONE), extract(text, ONE.toByteString()));
    }

    @Test
    void aBinaryWithoutDescriptorsIsRefused() {
        var error = assertThrows(IllegalArgumentException.class, () -> extract(junk(1000)));
        assertTrue(error.getMessage().contains("is it an Envoy?"), error.getMessage());
    }

    @Test
    void aMissingImportIsRefusedByName() {
        var error = assertThrows(IllegalArgumentException.class, () -> extract(TWO.toByteString()));
        assertTrue(error.getMessage().contains("a/Two.proto imports a/One.proto"), error.getMessage());
    }

    private static List<FileDescriptorProto> extract(ByteString... parts) {
        return DescriptorExtractor.extract(ByteBuffer.wrap(ByteString.copyFrom(List.of(parts)).toByteArray())).getFileList();
    }

    private static ByteString junk(int length) {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 % 251 | 0x80);
        }
        return ByteString.copyFrom(bytes);
    }
}
