package mesh.warren.model.symbolic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bytes with slots: resolving, slicing, comparing. Text stands for protobuf here: the template does not care. */
@Tag("pure")
class TemplateTest {

    private static final ResourceKey SELF = ResourceKey.of(ResourceType.LISTENER, "l");
    private static final ResourceKey CLUSTER = ResourceKey.of(ResourceType.CLUSTER, "c");
    private static final byte[] SOURCE = "abcdef".getBytes(StandardCharsets.UTF_8);

    /** {@code a [len b [len NAME] c] d [len SELF x]}. */
    private static Template template() {
        TemplateBuilder builder = new TemplateBuilder();
        builder.copy(0, 1);
        builder.open();
        builder.copy(1, 2);
        builder.name(CLUSTER);
        builder.copy(2, 3);
        builder.close();
        builder.copy(3, 4);
        builder.open();
        builder.slot(SELF);
        builder.copy(4, 5);
        builder.close();
        return builder.build(SOURCE, SELF);
    }

    private static ByteString text(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private static ResourceName named(ResourceKey key) {
        return new ResourceName(key.type().name().substring(0, 2) + "/" + key.name().value());
    }

    @Test
    void canonicalBytesHoldTheVirtualNames() {
        assertEquals(text("a\u0004b\u0001ccd\u0002le"), template().canonical());
    }

    @Test
    void resolvingGrowsEveryLengthAroundAName() {
        assertEquals(text("a\u0007b\u0004CL/ccd\u0005LI/le"), template().resolve(TemplateTest::named));
    }

    @Test
    void aLengthMayNeedMoreBytes() {
        ByteString resolved = template().resolve(key -> new ResourceName("n".repeat(key.equals(CLUSTER) ? 200 : 1)));
        assertEquals(ByteString.copyFrom(new byte[] {'a', (byte) 204, 1, 'b', (byte) 200, 1}), resolved.substring(0, 6));
        assertEquals(text("cd\u0002ne"), resolved.substring(206));
    }

    @Test
    void theResourceItselfIsNotAReference() {
        assertEquals(Set.of(CLUSTER), template().references());
    }

    @Test
    void aSliceTakesItsOwnersName() {
        ResourceKey chain = ResourceKey.of(ResourceType.CHAIN, "l");
        Template slice = template().slice(6, 10, chain);
        assertEquals(Set.of(), slice.references());
        assertEquals(text("d\u0005CH/le"), slice.resolve(TemplateTest::named));
    }

    @Test
    void aSliceKeepsTheNamesInside() {
        Template slice = template().slice(2, 6, SELF);
        assertEquals(text("b\u0004CL/cc"), slice.resolve(TemplateTest::named));
        assertEquals(Set.of(CLUSTER), slice.references());
    }

    @Test
    void equalBytesAreEqual() {
        assertEquals(template(), template());
        assertNotEquals(template(), template().slice(0, 6, SELF));
    }
}
