package mesh.warren.model.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("pure")
class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "10.96.0.1, 10.96.0.1", "255.255.255.255, 255.255.255.255", "0.0.0.0, 0.0.0.0",
        "FD00:0:0::01, fd00::1", "::, ::", "::1, ::1", "1::, 1::", "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1", "1:0:0:2:0:0:0:3, 1:0:0:2::3", "fe80:0:0:0:0:0:0:a0b, fe80::a0b"
    })
    void textIsThatOfInetNtop(String literal, String text) {
        assertEquals(text, IpAddress.parse(literal).toString());
        assertEquals(IpAddress.parse(literal), IpAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "10.1", "10.0.0.256", "fe80::1%eth0", "1.2.3.4:80", "[::1]", "::g", " 10.0.0.1"})
    void whatIsNoAddressIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> IpAddress.parse(text));
    }

    @Test
    void withAPortItIsWrittenAsEnvoyDoes() {
        assertEquals("10.0.0.1:80", IpAddress.parse("10.0.0.1").withPort(80));
        assertEquals("[fd00::1]:80", IpAddress.parse("fd00::1").withPort(80));
    }

    @Test
    void aRangeHoldsItsOwnFamilyOnly() {
        Cidr range = Cidr.parse("10.96.0.0/12");
        assertTrue(range.contains(IpAddress.parse("10.111.255.255")));
        assertFalse(range.contains(IpAddress.parse("10.112.0.0")));
        assertFalse(range.contains(IpAddress.parse("a60::")));
        assertTrue(Cidr.ALL_IPV6.contains(IpAddress.parse("ffff::")));
        assertFalse(Cidr.ALL_IPV6.contains(IpAddress.parse("1.2.3.4")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.96.0.1/12", "10.0.0.0/33", "10.0.0.0", "10.0.0.0/", "10.0.0.0/-1", "fd00::1/64", "/8"})
    void aRangeThatIsWrittenWrongIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Cidr.parse(text));
    }
}
