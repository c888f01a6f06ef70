package mesh.warren.model.rewrite;

import static mesh.warren.model.rewrite.TestTable.accepted;
import static mesh.warren.model.rewrite.TestTable.refusals;
import static mesh.warren.model.rewrite.TestTable.root;
import static mesh.warren.model.rewrite.Wire.message;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Names become slots, wherever they stand; resolving fills them and makes every length right again. */
@Tag("pure")
class ReferencesTest {

    private static byte[] resolved(Wire message, String prefix) {
        return accepted(message).resource().bytes()
                .resolve(key -> new ResourceName(prefix + key.name().value())).toByteArray();
    }

    private static Wire completed(Wire message) {
        return message.number(16, 100).number(25, 1);
    }

    @Test
    void theOwnNameAndReferencesAreResolvedAtEveryDepth() {
        Wire deep = message().string(2, "c1").message(3, message().string(2, "c2"));
        String p = "a-rather-long-prefix-that-makes-lengths-need-a-second-byte/".repeat(3);
        Wire wanted = message().string(1, p + "r").message(3, message().string(2, p + "c1").message(3, message().string(2, p + "c2")));
        assertArrayEquals(completed(wanted.string(11, p + "c3")).toBytes(), resolved(root().message(3, deep).string(11, "c3"), p));
    }

    @Test
    void canonicalBytesHoldTheNamesAsTheyWereSent() {
        Wire input = root().string(11, "c");
        assertArrayEquals(completed(root().string(11, "c")).toBytes(), accepted(input).resource().bytes().canonical().toByteArray());
    }

    @Test
    void aNameThatLooksPrefixedIsPrefixedAgain() {
        assertArrayEquals(completed(message().string(1, "p/r").string(11, "p/p/c")).toBytes(), resolved(root().string(11, "p/c"), "p/"));
    }

    @Test
    void referencesAreListedOnceAndWithoutTheResourceItself() {
        assertEquals(
                Set.of(ResourceKey.of(ResourceType.CLUSTER, "a"), ResourceKey.of(ResourceType.CLUSTER, "b")),
                accepted(root().message(4, message().string(2, "b")).message(4, message().string(2, "a")).string(11, "a"))
                        .resource().bytes().references());
    }

    @Test
    void referencesInAnAnyAreFound() {
        Wire any = Wire.any("test.Allowed", message().string(1, "c"));
        assertEquals(Set.of(ResourceKey.of(ResourceType.CLUSTER, "c")),
                accepted(root().message(12, message().string(1, "x").message(2, any))).resource().bytes().references());
    }

    @Test
    void lengthsAroundAnAnyGrow() {
        Wire wanted = Wire.any("test.Allowed", message().string(1, "pppp/c"));
        assertArrayEquals(
                completed(message().string(1, "pppp/r").message(12, message().string(1, "x").message(2, wanted))).toBytes(),
                resolved(root().message(12, message().string(1, "x").message(2, Wire.any("test.Allowed", message().string(1, "c")))), "pppp/"));
    }

    @Test
    void aPoolKeyIsPrefixedWithTheResourcesName() {
        assertArrayEquals(message().string(1, "p/r").number(16, 100).number(25, 1).string(26, "p/r^k").toBytes(),
                resolved(root().string(26, "k"), "p/"));
    }

    @Test
    void aClusterThatEnvoyCallsItselfIsReported() {
        assertEquals(Set.of(ResourceKey.of(ResourceType.CLUSTER, "authz")), accepted(root().string(15, "authz")).detached());
    }

    @Test
    void theScopeIsTheNarrowestOfTheFieldsThatAreSet() {
        assertEquals(Scope.TENANT, accepted(root().number(24, 1)).resource().scope());
    }

    @Test
    void namesThatCouldBeTakenForOthersAreRefused() {
        for (String name : List.of("a^b", "a\nb", "a\u0000b", "a\u007fb", "a\u0085b", "x".repeat(513))) {
            assertEquals("name", refusals(root().string(11, name)).getFirst().rule(), name);
        }
    }

    @Test
    void aNameOfTheLongestAllowedLengthIsTaken() {
        assertTrue(accepted(root().string(11, "x".repeat(512))).resource().bytes().references().size() == 1);
    }

    @Test
    void aResourceWithoutANameIsRefused() {
        assertEquals("no-name", refusals(message().number(2, 1)).getFirst().rule());
    }
}
