package mesh.warren.model.builtin;

import static mesh.warren.model.builtin.Shop.port;
import static mesh.warren.model.builtin.Shop.service;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mesh.warren.model.listen.AddressRule;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("pure")
class OutboundRulesTest {

    @Test
    void aThousandServicesAreOneRuleWhenPortsAgree() {
        List<Service> services = IntStream.range(0, 1000)
                .mapToObj(i -> service("s" + i, "10.96." + i / 250 + "." + (1 + i % 250), i % 2 == 0 ? port("http", 80) : port("tcp", 5432)))
                .toList();
        List<AddressRule> rules = Shop.envoy(services).rules();
        assertEquals(1, rules.size());
        assertEquals(Map.of(80, "http"), rules.getFirst().byPort());
        assertEquals(Optional.of("dispatch"), rules.getFirst().otherwise());
    }

    @Test
    void whereServicesDisagreeAboutAPortTheMinorityIsNamedByAddress() {
        List<AddressRule> rules = Shop.envoy(List.of(
                service("a", "10.96.0.1", port("http", 80)),
                service("b", "10.96.0.2", port("http", 80)),
                service("c", "10.96.0.3", port("tcp", 80)),
                service("d", "10.96.0.4", port("tcp", 80), port("http", 81)))).rules();
        assertEquals(List.of("[10.96.0.0/12, fd00:96::/112] {81=http} Optional[dispatch]",
                "[10.96.0.1/32, 10.96.0.2/32] {80=http} Optional.empty"), text(rules));
    }

    @Test
    void servicesOutsideTheRangesAreNamedByAddress() {
        List<AddressRule> rules = Shop.envoy(List.of(
                service("a", "192.0.2.1", port("http", 80), port("tcp", 81)),
                service("b", "192.0.2.2", port("tcp", 80)))).rules();
        assertEquals(List.of("[10.96.0.0/12, fd00:96::/112] {} Optional[dispatch]",
                "[192.0.2.1/32] {80=http} Optional[dispatch]",
                "[192.0.2.2/32] {} Optional[dispatch]"), text(rules));
    }

    @ParameterizedTest
    @CsvSource({
        "http,,true", "http-web,,true", "http2-x,,true", "grpc,,true", "grpc-web,,true", "h2c,,true", "https,,false", "https-x,,false",
        "httpx,,false", "tcp,,false", "'',,false", "tcp,http,true", "tcp,HTTP,true", "tcp,kubernetes.io/h2c,true",
        "tcp,kubernetes.io/ws,true", "tcp,kubernetes.io/wss,false", "http,https,false", "http,tcp,false", "grpc,example.com/x,false"
    })
    void appProtocolDecidesAndElseTheName(String name, String appProtocol, boolean http) {
        assertEquals(http, AppProtocols.isHttp(new ServicePort(name, 80, Transport.TCP, Optional.ofNullable(appProtocol))));
    }

    private static List<String> text(List<AddressRule> rules) {
        return rules.stream().flatMap(r -> Stream.of(r.ranges() + " " + r.byPort() + " " + r.otherwise())).toList();
    }
}
