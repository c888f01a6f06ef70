package mesh.warren.model.rewrite.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Format strings are programs: only commands on the list, in a form that has one reading. */
@Tag("pure")
class FormatStringTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "", "plain", "100%%", "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%", "%REQ(USER-AGENT):20%", "%PROTOCOL%",
        "%START_TIME(%Y/%m/%dT%H:%M:%S%z %s)%", "%START_TIME%", "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%",
        "%DYNAMIC_METADATA(com.test:key):7%", "%FILTER_STATE(upstream_peer:FIELD:name)%", "%%%PROTOCOL%%%"
    })
    void takes(String text) {
        assertNull(FormatString.check(text, Set.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "%ENVIRONMENT(HOME)%", "%FILE_CONTENT(/etc/passwd)%", "%SECRET(x)%", "%HOSTNAME%", "%CEL(xds.node)%", "%NO_SUCH%",
        "%REQ(a)%%ENVIRONMENT(B)%", "%FILTER_STATE(envoy.network.upstream_bind_override.network_namespace:PLAIN)%",
        "%START_TIME(%Y)%%ENVIRONMENT(B):3%", "%COALESCE({})%"
    })
    void refusesCommands(String text) {
        assertEquals(false, FormatString.check(text, Set.of()).syntax());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "%", "50%", "%REQ(a", "%REQ(a)", "%REQ(a):%", "%REQ(a):x%", "%REQ(a%ENVIRONMENT(B)%", "%req(a)%", "% REQ%", "%()%",
        "%PROTOCOL", "%REQ(a)b%", "%REQ(a%b)%", "%PROTOCOL:9999999999%"
    })
    void refusesWhatCanBeReadInTwoWays(String text) {
        assertEquals(true, FormatString.check(text, Set.of()).syntax());
    }
}
