package mesh.warren.model.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an Envoy upgrade does to the table. */
@Tag("pure")
class TableUpdateTest {

    private static final String CLUSTER = ResourceType.CLUSTER.message();

    @Test
    void aNewFieldIsUndecidedAndDecidedOnesStay() {
        var before = decide(table(envoy(Api.message("a.Filter", Api.string(1, "host")), "a.Filter")), "a.Filter", "allow");
        before = decide(update(before, envoy(Api.message("a.Filter", Api.string(1, "host")), "a.Filter")), "host", "plain");
        var update = TableUpdate.of(before, envoy(Api.message("a.Filter", Api.string(1, "host"), Api.string(2, "path")), "a.Filter"));
        assertEquals(List.of("+ field a.Filter.path: string"), update.changes());
        var after = ApiTable.of(update.files()).message("a.Filter");
        assertEquals(FieldClass.PLAIN, after.field(1).rule());
        assertEquals(FieldClass.UNDECIDED, after.field(2).rule());
    }

    @Test
    void aFieldWhoseTypeChangedIsUndecidedAgain() {
        var before = decided(Api.message("a.Filter", Api.string(1, "host")));
        var update = TableUpdate.of(before, envoy(Api.message("a.Filter", Api.field(1, "host", Type.TYPE_BYTES)), "a.Filter"));
        assertEquals(List.of("! field a.Filter.host: is bytes now"), update.changes());
        assertEquals(FieldClass.UNDECIDED, ApiTable.of(update.files()).message("a.Filter").field(1).rule());
    }

    @Test
    void whatEnvoyNoLongerHasGoes() {
        var before = decided(Api.message("a.Filter", Api.string(1, "host"), Api.string(2, "path")));
        var update = TableUpdate.of(before, envoy(Api.message("a.Filter", Api.string(1, "host")), "a.Filter"));
        assertEquals(List.of("- field a.Filter.path"), update.changes());
        var gone = TableUpdate.of(before, envoy(Api.message("a.Other")));
        assertTrue(gone.changes().contains("- message a.Filter"), gone.changes().toString());
    }

    @Test
    void aNewTypeIsRefusedUntilSomebodyDecides() {
        var table = table(envoy(Api.message("a.Filter", Api.string(1, "host")), "a.Filter"));
        assertEquals(Verdict.UNDECIDED, table.message("a.Filter").verdict());
        assertTrue(table.message("a.Filter").denied());
    }

    @Test
    void aPartThatBecomesATypeIsUndecidedButKeepsItsRows() {
        var part = Api.message("a.Part", Api.string(1, "x"));
        var outer = Api.message("a.Filter", Api.of(1, "part", "a.Part"));
        var before = decide(decide(table(envoy(List.of(outer, part), "a.Filter")), "a.Filter", "allow"), "never", "plain");
        before = decide(update(before, envoy(List.of(outer, part), "a.Filter")), "x", "plain");
        var after = update(before, envoy(List.of(outer, part), "a.Filter", "a.Part")).message("a.Part");
        assertEquals(Verdict.UNDECIDED, after.verdict());
        assertEquals(FieldClass.PLAIN, after.field(1).rule());
    }

    @Test
    void whatStandsOnlyInsideADeniedTypeIsDeniedUntilTheTypeIsAllowed() {
        var part = Api.message("a.Part", Api.string(1, "x"));
        var outer = Api.message("a.Filter", Api.of(1, "part", "a.Part"));
        var envoy = envoy(List.of(outer, part), "a.Filter");
        var denied = update(decide(table(envoy), "a.Filter", "deny(file)  # reads files"), envoy);
        assertEquals("only inside a.Filter", denied.message("a.Part").reason());
        assertEquals(RefusalKind.FILE, denied.message("a.Part").refusal());
        var allowed = update(ApiTable.of(replaced(denied, envoy, "message a.Filter deny(file)  # reads files", "message a.Filter allow")), envoy);
        assertEquals(Verdict.PART, allowed.message("a.Part").verdict());
        assertEquals(FieldClass.UNDECIDED, allowed.message("a.Part").field(1).rule());
    }

    @Test
    void aMessageThatNothingLeadsToIsNotInTheTable() {
        assertNull(table(envoy(Api.message("a.Unreached"))).message("a.Unreached"));
    }

    // ---- an Envoy whose resource types are empty, but for what the test adds

    private static EnvoyApi envoy(DescriptorProto message, String... types) {
        return envoy(List.of(message), types);
    }

    private static EnvoyApi envoy(List<DescriptorProto> messages, String... types) {
        var all = new ArrayList<>(Api.resources());
        messages.forEach(message -> all.add(Api.file("a", message)));
        return new EnvoyApi(Api.set(all), Arrays.asList(types));
    }

    private static ApiTable table(EnvoyApi envoy) {
        return update(ApiTable.of(List.of()), envoy);
    }

    private static ApiTable update(ApiTable table, EnvoyApi envoy) {
        return ApiTable.of(TableUpdate.of(table, envoy).files());
    }

    private static ApiTable decided(DescriptorProto filter) {
        var envoy = envoy(filter, "a.Filter");
        var table = update(decide(table(envoy), "a.Filter", "allow"), envoy);
        return ApiTable.of(replaced(table, envoy, FieldClass.UNDECIDED.token(), FieldClass.PLAIN.token()));
    }

    /** The table after a person wrote this verdict for the type, or this class for the field. */
    private static ApiTable decide(ApiTable table, String what, String decision) {
        var lines = new ArrayList<TableFile>();
        for (var file : render(table)) {
            var text = file.text().lines().map(line -> line.startsWith("message " + what + " ") ? "message " + what + " " + decision
                            : line.contains(" " + what + " ") && line.startsWith("  ") ? line.replace(FieldClass.UNDECIDED.token(), decision) : line)
                    .reduce("", (all, line) -> all + line + "\n");
            lines.add(new TableFile(file.name(), text));
        }
        return ApiTable.of(lines);
    }

    private static List<TableFile> replaced(ApiTable table, EnvoyApi envoy, String old, String with) {
        return TableUpdate.of(table, envoy).files().stream().map(file -> new TableFile(file.name(), file.text().replace(old, with))).toList();
    }

    private static List<TableFile> render(ApiTable table) {
        var text = new StringBuilder();
        for (var message : table.messages()) {
            text.append("message ").append(message.name()).append(' ').append(message.verdict().token())
                    .append(message.refusal() == null ? "" : "(" + message.refusal().token() + ")  # " + message.reason()).append('\n');
            for (var field : message.fields()) {
                text.append("  ").append(field.number()).append(' ').append(field.name()).append(' ').append(field.rule().token())
                        .append(" domain ").append(field.message() == null ? field.kind().token() : field.message().name()).append('\n');
            }
        }
        return Stream.of(new TableFile("a.txt", text.toString())).toList();
    }

    @Test
    void theResourceTypesAreAlwaysReached() {
        assertEquals(Verdict.RESOURCE, table(envoy(Api.message("a.Other"))).message(CLUSTER).verdict());
    }
}
