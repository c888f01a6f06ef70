package mesh.warren.model.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The golden files are read by people: a changed rule is a changed line in a review. The node ring shows what they do. */
@Tag("pure")
class NftRulesTest {

    @Test
    void bothFamiliesKeepingTheClientsAddress() throws IOException {
        assertGolden("both-families.nft", CapturePlan.of(EnumSet.allOf(Family.class), Exclusions.NONE));
    }

    @Test
    void ipv4AloneRefusesIpv6() throws IOException {
        assertGolden("ipv4-alone.nft",
                new CapturePlan(EnumSet.of(Family.IPV4), 15001, 15006, false, Exclusions.NONE));
    }

    @Test
    void exclusionsOfEachKind() throws IOException {
        Exclusions exclusions = CaptureAnnotations.parse(Map.of(
                CaptureAnnotations.EXCLUDE_OUTBOUND_PORTS, "22,9000-9010",
                CaptureAnnotations.EXCLUDE_INBOUND_PORTS, "9090",
                CaptureAnnotations.EXCLUDE_OUTBOUND_CIDRS, "10.9.0.0/16,fd09::/16",
                CaptureAnnotations.INCLUDE_OUTBOUND_CIDRS, "10.0.0.0/8,fd00::/8"));
        assertGolden("exclusions.nft", CapturePlan.of(EnumSet.allOf(Family.class), exclusions));
    }

    private static void assertGolden(String name, CapturePlan plan) throws IOException {
        try (InputStream golden = NftRulesTest.class.getResourceAsStream(name)) {
            assertNotNull(golden, name);
            assertEquals(new String(golden.readAllBytes(), StandardCharsets.UTF_8), NftRules.of(plan));
        }
    }
}
