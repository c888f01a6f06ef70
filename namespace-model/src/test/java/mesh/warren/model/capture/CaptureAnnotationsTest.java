package mesh.warren.model.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("pure")
class CaptureAnnotationsTest {

    @Test
    void nothingIsLeftAloneWithoutAnnotations() {
        assertEquals(Exclusions.NONE, CaptureAnnotations.parse(Map.of("app.kubernetes.io/name", "shop")));
    }

    @Test
    void equalWishesAreEqualValuesWhateverTheirOrder() {
        Exclusions one = CaptureAnnotations.parse(Map.of(
                CaptureAnnotations.EXCLUDE_OUTBOUND_PORTS, "9000-9005, 22,9006",
                CaptureAnnotations.EXCLUDE_OUTBOUND_CIDRS, "fd00::/8,10.1.0.0/16,10.0.0.0/8"));
        Exclusions other = CaptureAnnotations.parse(Map.of(
                CaptureAnnotations.EXCLUDE_OUTBOUND_PORTS, "22,9000-9006,22",
                CaptureAnnotations.EXCLUDE_OUTBOUND_CIDRS, "10.0.0.0/8,fd00::/8"));
        assertEquals(one, other);
        assertEquals(List.of(new PortRange(22, 22), new PortRange(9000, 9006)), one.outboundPorts());
        assertEquals(List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8")), one.outboundCidrs());
    }

    @Test
    void aPodsAnnotationsAddToTheNodesSettings() {
        Exclusions node = CaptureAnnotations.parse(Map.of(CaptureAnnotations.EXCLUDE_OUTBOUND_PORTS, "22"));
        Exclusions pod = CaptureAnnotations.parse(Map.of(
                CaptureAnnotations.EXCLUDE_OUTBOUND_PORTS, "23", CaptureAnnotations.EXCLUDE_INBOUND_PORTS, "9090"));
        assertEquals(CaptureAnnotations.parse(Map.of(
                CaptureAnnotations.EXCLUDE_OUTBOUND_PORTS, "22-23", CaptureAnnotations.EXCLUDE_INBOUND_PORTS, "9090")), node.and(pod));
        assertEquals(node, node.and(Exclusions.NONE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "warren.mesh/exclude-outbound-ports | 80a          | want a port such as 8080",
        "warren.mesh/exclude-outbound-ports | 0            | want 1 to 65535",
        "warren.mesh/exclude-outbound-ports | 99999        | want 1 to 65535",
        "warren.mesh/exclude-inbound-ports  | 90-80        | the smaller one first",
        "warren.mesh/exclude-inbound-ports  | 80,,81       | want a port such as 8080",
        "warren.mesh/exclude-outbound-cidrs | 10.0.0.1/8   | write the block's first address",
        "warren.mesh/exclude-outbound-cidrs | 10.0.0.0/33  | want 0 to 32",
        "warren.mesh/exclude-outbound-cidrs | 10.1/16      | want a block such as",
        "warren.mesh/exclude-outbound-cidrs | fe80::1%eth0 | want a block such as",
        "warren.mesh/include-outbound-cidrs | db.shop.svc  | want a block such as",
        "warren.mesh/include-outbound-cidrs | fd00::/x     | want a prefix length",
    })
    void aBadValueNamesTheAnnotationTheValueAndTheRemedy(String annotation, String value, String remedy) {
        String message = assertThrows(IllegalArgumentException.class,
                () -> CaptureAnnotations.parse(Map.of(annotation, value))).getMessage();
        assertTrue(message.startsWith("annotation " + annotation + "=\"" + value + "\": "), message);
        assertTrue(message.contains(remedy), message);
    }

    @Test
    void aMisspeltExclusionIsRefusedButOtherAnnotationsOfWarrenAreNot() {
        String message = assertThrows(IllegalArgumentException.class,
                () -> CaptureAnnotations.parse(Map.of("warren.mesh/exclude-outbond-ports", "80"))).getMessage();
        assertTrue(message.contains("warren.mesh/exclude-outbond-ports is not known"), message);
        assertEquals(Exclusions.NONE, CaptureAnnotations.parse(Map.of("warren.mesh/pool", "dedicated")));
    }

    @Test
    void aDoorsOwnPortCannotBeExcluded() {
        Exclusions exclusions = CaptureAnnotations.parse(Map.of(CaptureAnnotations.EXCLUDE_INBOUND_PORTS, "15000-15010"));
        String message = assertThrows(IllegalArgumentException.class,
                () -> CapturePlan.of(EnumSet.of(Family.IPV4), exclusions)).getMessage();
        assertTrue(message.contains("exclude-inbound-ports: 15000-15010 holds a door's own port"), message);
    }
}
