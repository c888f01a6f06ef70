package mesh.warren.model.rewrite;

import static mesh.warren.model.rewrite.TestTable.accepted;
import static mesh.warren.model.rewrite.TestTable.refusals;
import static mesh.warren.model.rewrite.TestTable.root;
import static mesh.warren.model.rewrite.Wire.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import mesh.warren.model.rewrite.policy.Limits;
import mesh.warren.model.rewrite.policy.RewritePolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is not known to be safe is refused, with the path, the value, the rule and the remedy, all at once. */
@Tag("pure")
class RefusalsTest {

    private static void refused(String path, String rule, Wire input) {
        Refusal refusal = refusals(input).getFirst();
        assertEquals(path + " " + rule, refusal.path() + " " + refusal.rule());
        assertTrue(!refusal.remedy().isEmpty());
    }

    private static Wire extension(Wire any) {
        return message().string(1, "x").message(2, any);
    }

    @Test
    void allRefusalsAreListedWithTheirPaths() {
        Wire input = root().message(4, message()).message(4, message().message(3, message().number(99, 1))).string(20, "/etc/passwd");
        assertEquals(List.of("children[1].child.99 unknown-field", "file file"),
                refusals(input).stream().map(r -> r.path() + " " + r.rule()).toList());
    }

    @Test
    void anUnknownFieldIsRefused() {
        refused("99", "unknown-field", root().number(99, 1));
    }

    @Test
    void aGroupIsAnUnknownField() {
        refused("99", "unknown-field", root().raw(99 << 3 | 3).number(1, 1).raw(99 << 3 | 4));
    }

    @Test
    void aKnownFieldWithAnotherWireTypeIsAnUnknownField() {
        refused("number", "unknown-field", root().string(2, "5"));
    }

    @Test
    void anUnknownFieldInsideOfAnAnyIsRefused() {
        refused("extension.typed_config.77", "unknown-field", root().message(12, extension(Wire.any("test.Allowed", message().number(77, 1)))));
    }

    @Test
    void anUnknownFieldOfAnAnyItselfIsRefused() {
        refused("extension.typed_config.3", "unknown-field",
                root().message(12, extension(Wire.any("test.Allowed", message()).number(3, 1))));
    }

    @Test
    void anUnknownFieldOfAMapEntryIsRefused() {
        refused("map[\"k\"].7", "unknown-field", root().message(6, message().string(1, "k").message(2, message()).number(7, 1)));
    }

    @Test
    void anUnknownFieldInWhatIsReplacedIsRefused() {
        refused("source.ads.9", "unknown-field", root().message(14, message().message(3, message().number(9, 1))));
    }

    @Test
    void anUnknownTypeIsRefused() {
        refused("extension.typed_config", "unknown-type", root().message(12, extension(Wire.any("test.Nobody", message()))));
    }

    @Test
    void aRefusedTypeSaysWhy() {
        Refusal refusal = refusals(root().message(12, extension(Wire.any("test.Denied", message())))).getFirst();
        assertEquals("file", refusal.rule());
        assertEquals("test.Denied", refusal.value());
    }

    @Test
    void aMessageThatIsNoExtensionCannotStandInAnAny() {
        refused("extension.typed_config", "misplaced-type", root().message(12, extension(Wire.any("test.Child", message()))));
    }

    @Test
    void aTypeUrlMustHaveTheUsualPrefix() {
        Wire any = message().string(1, "evil.example/test.Allowed").message(2, message());
        refused("extension.typed_config", "type-url", root().message(12, extension(any)));
    }

    @Test
    void aTypedStructIsRefusedByTheTypeThatItStandsFor() {
        Wire struct = Wire.any("xds.type.v3.TypedStruct", message().string(1, "type.googleapis.com/test.Denied"));
        Refusal refusal = refusals(root().message(12, extension(struct))).getFirst();
        assertEquals("file test.Denied", refusal.rule() + " " + refusal.value());
    }

    @Test
    void aTypedStructIsRefusedWithThePathInside() {
        Wire entry = message().string(1, "no_field").message(2, message().string(3, "x"));
        Wire struct = Wire.any("xds.type.v3.TypedStruct",
                message().string(1, "type.googleapis.com/test.Allowed").message(2, message().message(1, entry)));
        Refusal refusal = refusals(root().message(12, extension(struct))).getFirst();
        assertEquals("typed-struct no_field: no such field of test.Allowed", refusal.rule() + " " + refusal.value());
    }

    @Test
    void anExtensionByNameAloneIsRefused() {
        refused("extension", "missing-type", root().message(12, message().string(1, "envoy.filters.network.sni_cluster")));
    }

    @Test
    void anEnumValueThatNobodyKnowsIsRefused() {
        refused("level", "unknown-enum", root().number(10, 17));
        refused("level", "refused-value", root().number(10, 2));
    }

    @Test
    void brokenUtf8IsRefused() {
        refused("text", "invalid-utf8", root().bytes(18, new byte[] {(byte) 0xc3, 'x'}));
    }

    @Test
    void controlCharactersInAValueAreEscapedAndLongValuesCut() {
        Refusal refusal = refusals(root().string(20, "a\u001b[2J" + "x".repeat(200))).getFirst();
        assertTrue(refusal.value().startsWith("a\\u001b[2J") && refusal.value().length() < 100, refusal.value());
    }

    @Test
    void truncatedBytesAreRefused() {
        refused("", "malformed", root().literally(3 << 3 | 2, 20, 1));
    }

    @Test
    void tooDeepMessagesAreRefusedWithinTheLimit() {
        Wire deep = message();
        for (int i = 0; i < 3_000; i++) {
            deep = message().message(3, deep);
        }
        assertEquals("too-deep", refusals(root().message(3, deep)).getFirst().rule());
    }

    @Test
    void tooLargeResourcesAreRefusedUnread() {
        RewritePolicy small = new RewritePolicy(false, Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(),
                new Limits(10, 64, 1024, java.util.Map.of()));
        var outcome = TestTable.rewrite(new byte[11], small);
        assertEquals("too-large", assertInstanceOf(RewriteOutcome.Refused.class, outcome).refusals().getFirst().rule());
    }

    @Test
    void aTypeForADedicatedEnvoyNeedsPolicyAndADedicatedEnvoy() {
        Wire input = root().message(12, extension(Wire.any("test.Dedicated", message())));
        assertEquals("code", refusals(input).getFirst().rule());
        for (boolean dedicated : new boolean[] {false, true}) {
            RewritePolicy policy = new RewritePolicy(dedicated, Set.of("test.Dedicated"), Set.of(), Set.of(), Set.of(), Set.of(),
                    Set.of(), Limits.DEFAULT);
            assertEquals(dedicated, TestTable.rewrite(input.toBytes(), policy) instanceof RewriteOutcome.Accepted);
        }
    }

    @Test
    void noMoreThanAThousandRefusalsAreListed() {
        Wire input = root();
        for (int i = 0; i < 2_000; i++) {
            input.message(4, message().number(99, 1));
        }
        assertEquals(RewriteOutcome.Refused.MOST, refusals(input).size());
    }

    @Test
    void theKeyIsKnownWhereTheNameIs() {
        var refused = assertInstanceOf(RewriteOutcome.Refused.class, TestTable.rewrite(root().number(99, 1)));
        assertEquals("r", refused.key().orElseThrow().name().value());
        assertEquals("ROUTES", accepted(root()).resource().key().type().name());
    }
}
