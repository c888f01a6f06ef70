package mesh.warren.model.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The committed table against the committed descriptors: what fails when an Envoy has something that the table lacks. */
@Tag("pure")
class TableUpToDateTest {

    @Test
    void theTableHoldsAllThatATenantCanReachAndNothingElse() throws IOException {
        var update = TableUpdate.of(ApiTable.committed(), committedEnvoy());
        assertEquals(List.of(), update.changes());
    }

    @Test
    void theFilesAreWrittenAsTheUpdateWritesThem() throws IOException {
        var update = TableUpdate.of(ApiTable.committed(), committedEnvoy());
        for (var file : update.files()) {
            assertEquals(file.text(), text("table/" + file.name()), file.name());
        }
        assertEquals(update.files().stream().map(TableFile::name).toList(), text("table/index.txt").lines().toList());
    }

    @Test
    void theListOfRegisteredTypesIsReadAsWritten() throws IOException {
        var text = text("registered-types.txt");
        assertEquals(text, RegisteredTypes.parse(text).text());
    }

    static EnvoyApi committedEnvoy() throws IOException {
        try (var in = TableUpToDateTest.class.getResourceAsStream("/mesh/warren/envoy/envoy-1.40.0.binpb")) {
            return new EnvoyApi(FileDescriptorSet.parseFrom(in), RegisteredTypes.parse(text("registered-types.txt")).categories().keySet());
        }
    }

    private static String text(String name) throws IOException {
        try (var in = ApiTable.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
