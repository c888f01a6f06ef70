package mesh.warren.agent.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
class MountTableTest {

    private final MountTable mounts = MountTable.parse(List.of(
            "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw",
            "40 27 0:40 / /run rw,nosuid shared:5 master:1 - tmpfs tmpfs rw",
            "41 40 0:4 net:[4026532001] /run/netns/a\\040b rw shared:5 - nsfs nsfs rw"));

    @Test
    void theNearestMountHoldsAPath() {
        assertFalse(mounts.holding(Path.of("/running/x")).shared());
        assertTrue(mounts.holding(Path.of("/run/x")).shared());
        assertEquals(Path.of("/run"), mounts.holding(Path.of("/run/x")).mountPoint());
    }

    @Test
    void aBlankInAPathIsRead() {
        assertEquals(Optional.of("nsfs"), mounts.at(Path.of("/run/netns/a b")).map(MountTable.Mount::fileSystem));
        assertEquals(Optional.empty(), mounts.at(Path.of("/run/netns")));
    }
}
