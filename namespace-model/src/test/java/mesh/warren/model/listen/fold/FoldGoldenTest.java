package mesh.warren.model.listen.fold;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.golden.EnvoyJson;
import mesh.warren.model.golden.Golden;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.listen.DoorLimits;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of listeners, as JSON that people can read. */
@Tag("pure")
class FoldGoldenTest {

    static final PodNetwork POD = new PodNetwork(new PodUid("uid-1"), PodName.parse("shop/web-0"), "/run/warren/netns/uid-1",
            new TreeSet<>(List.of(IpAddress.parse("10.244.0.5"), IpAddress.parse("fd00:244::5"))), true, DoorLimits.DEFAULT, Optional.of("local/uid-1^default"));

    @Test
    void theListenersOfIstiod() {
        Folded folded = Folding.fold(
                Rewritten.of(Istiod.virtualOutbound(), Istiod.virtualInbound(), Istiod.http(), Istiod.tcp()), DoorSettings.DEFAULT);
        assertEquals(List.of(), folded.refusals());
        assertEquals(List.of(), folded.notes());
        List<PhysicalResource> doors = folded.doors().doors(POD, FoldGoldenTest::plain);
        Golden.matches("fold/istiod-outbound.json", json(doors.get(0)));
        Golden.matches("fold/istiod-inbound.json", json(doors.get(1)));
        Golden.matches("fold/istiod-chains.json", chains(folded));
    }

    static String chains(Folded folded) {
        return folded.chains().stream()
                .map(chain -> json(PhysicalResource.of(new ResourceKey(chain.key().type(), plain(chain.key())), chain.bytes().resolve(FoldGoldenTest::plain))))
                .collect(Collectors.joining(",\n", "[", "]"));
    }

    static ResourceName plain(ResourceKey key) {
        return new ResourceName("local/" + key.name());
    }

    static String json(PhysicalResource resource) {
        return EnvoyJson.of(resource.key().type().message(), resource.content());
    }
}
