package mesh.warren.model.rewrite;

import static mesh.warren.model.rewrite.TestTable.accepted;
import static mesh.warren.model.rewrite.TestTable.canonical;
import static mesh.warren.model.rewrite.TestTable.refusals;
import static mesh.warren.model.rewrite.TestTable.root;
import static mesh.warren.model.rewrite.Wire.message;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Set;
import mesh.warren.model.rewrite.policy.Limits;
import mesh.warren.model.rewrite.policy.RewritePolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What rewriting changes besides names, and what it says about that. */
@Tag("pure")
class ReplacementsTest {

    private static final Wire ADS = message().message(3, message()).number(6, 2);

    private static void becomes(Wire expected, Wire input) {
        assertArrayEquals(expected.toBytes(), canonical(input));
    }

    private static Wire limited() {
        return root().number(16, 100).number(25, 1);
    }

    @Test
    void everyConfigSourceBecomesTheAgents() {
        becomes(root().message(14, ADS).number(16, 100).number(25, 1), root().message(14, message()));
    }

    @Test
    void aConfigSourceThatIsAFileIsRefused() {
        assertEquals("file", refusals(root().message(14, message().string(1, "/etc/x"))).getFirst().rule());
    }

    @Test
    void aLimitIsAddedLoweredOrKept() {
        becomes(limited(), root());
        becomes(limited(), root().number(16, 101));
        becomes(root().number(16, 99).number(25, 1), root().number(16, 99));
    }

    @Test
    void aCapIsLoweredInItsWrapperAndNotAdded() {
        becomes(root().number(16, 100).message(17, message().number(1, 100)).number(25, 1), root().message(17, message().number(1, 5_000)));
        becomes(root().number(16, 100).message(17, message().number(1, 7)).number(25, 1), root().message(17, message().number(1, 7)));
    }

    @Test
    void whatIsTheAgentsIsLeftOutWithANotice() {
        Wire input = root().message(23, message().string(2, "c"));
        becomes(limited(), input);
        assertEquals("agents", accepted(input).notices().getFirst().path());
        assertEquals(Set.of(), accepted(input).resource().bytes().references());
    }

    @Test
    void aRuntimeKeyIsReplaced() {
        becomes(root().number(16, 100).string(21, "warren.unset").number(25, 1), root().string(21, "re2.max_program_size"));
    }

    @Test
    void statisticsAreNamedAfterTheResource() {
        becomes(root().number(16, 100).string(22, "r").number(25, 1), root().string(22, "http.neighbour"));
    }

    @Test
    void aStrippedExtensionLeavesANotice() {
        Wire kept = message().string(1, "x").message(2, Wire.any("test.Allowed", message()));
        Wire named = message().string(1, "istio.stats").message(2, Wire.any("stats.PluginConfig", message()));
        Wire struct = message().string(1, "mx").message(2, Wire.any("udpa.type.v1.TypedStruct",
                message().string(1, "type.googleapis.com/envoy.tcp.metadataexchange.config.MetadataExchange")));
        var outcome = TestTable.rewrite(root().message(13, named).message(13, kept).message(13, struct).toBytes(), RewritePolicy.ISTIO);
        var accepted = assertInstanceOf(RewriteOutcome.Accepted.class, outcome);
        Wire any = message().string(1, "type.googleapis.com/test.Allowed");
        assertArrayEquals(root().message(13, message().string(1, "x").message(2, any)).number(16, 100).number(25, 1).toBytes(),
                accepted.resource().bytes().canonical().toByteArray());
        assertEquals(2, accepted.notices().size());
    }

    @Test
    void withoutPolicyTheyAreRefused() {
        Wire named = message().string(1, "istio.stats").message(2, Wire.any("stats.PluginConfig", message()));
        assertEquals("unknown-type", refusals(root().message(13, named)).getFirst().rule());
    }

    @Test
    void formatStringsAreChecked() {
        becomes(root().number(16, 100).string(19, "%REQ(x)%").number(25, 1), root().string(19, "%REQ(x)%"));
        assertEquals("format-command", refusals(root().string(19, "%ENVIRONMENT(HOME)%")).getFirst().rule());
        RewritePolicy more = new RewritePolicy(false, Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of("CEL"), Limits.DEFAULT);
        assertInstanceOf(RewriteOutcome.Accepted.class, TestTable.rewrite(root().string(19, "%CEL(x)%").toBytes(), more));
    }
}
