package mesh.warren.model.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the committed table decides where a mistake would cost most. */
@Tag("pure")
class CommittedTableTest {

    private static final ApiTable TABLE = ApiTable.committed();

    @Test
    void nothingIsUndecided() {
        var undecided = TABLE.messages().stream().filter(message -> message.verdict() == Verdict.UNDECIDED).map(ApiMessage::name).toList();
        assertEquals(List.of(), undecided);
        var fields = TABLE.messages().stream().flatMap(message -> message.fields().stream()
                .filter(field -> field.rule() == FieldClass.UNDECIDED).map(field -> message.name() + "." + field.name())).toList();
        assertEquals(List.of(), fields);
        var values = TABLE.enums().stream().flatMap(type -> type.values().stream()
                .filter(value -> value.decision() == ApiEnum.Decision.UNDECIDED).map(value -> type.name() + "." + value.name())).toList();
        assertEquals(List.of(), values);
    }

    @Test
    void eachResourceTypeIsNamedByOneField() {
        for (var type : ResourceType.values()) {
            var message = TABLE.message(type.message());
            assertEquals(Verdict.RESOURCE, message.verdict(), type.message());
            assertEquals(1, message.fields().stream().filter(field -> field.rule() == FieldClass.NAME && field.resource() == type).count(),
                    type.message());
        }
    }

    @Test
    void noFieldLeadsIntoADeniedMessageButByARefusalOrADrop() {
        for (var message : TABLE.messages()) {
            for (var field : message.fields()) {
                if (field.message() != null && field.message().denied()) {
                    assertTrue(List.of(FieldClass.REFUSE, FieldClass.AGENT, FieldClass.DNS, FieldClass.ANY).contains(field.rule()),
                            message + "." + field);
                }
            }
        }
    }

    @Test
    void everyAnyIsJudgedByItsTypeAndEveryConfigSourceReplaced() {
        for (var message : TABLE.messages()) {
            for (var field : message.fields()) {
                if (field.message() == TABLE.message("google.protobuf.Any")) {
                    assertEquals(FieldClass.ANY, field.rule(), message + "." + field);
                }
                if (field.message() == TABLE.message("envoy.config.core.v3.ConfigSource")) {
                    assertTrue(List.of(FieldClass.CONFIG_SOURCE, FieldClass.AGENT).contains(field.rule()), message + "." + field);
                }
            }
        }
    }

    @Test
    void whatIsolatesIsClassed() {
        assertEquals(FieldClass.REFUSE, rule("envoy.config.core.v3.SocketAddress", "network_namespace_filepath"));
        assertEquals(FieldClass.REFUSE, rule("envoy.config.core.v3.Address", "pipe"));
        assertEquals(FieldClass.REFUSE, rule("envoy.config.core.v3.GrpcService", "google_grpc"));
        assertEquals(FieldClass.REFUSE, rule("envoy.config.core.v3.DataSource", "environment_variable"));
        assertEquals(FieldClass.REFUSE, rule("envoy.config.route.v3.RouteAction", "cluster_header"));
        assertEquals(FieldClass.REF, rule("envoy.config.route.v3.RouteAction", "cluster"));
        assertEquals(FieldClass.CALL, rule("envoy.config.core.v3.GrpcService.EnvoyGrpc", "cluster_name"));
        assertEquals(FieldClass.FORCE, rule("envoy.config.listener.v3.Listener", "bypass_overload_manager"));
        assertEquals(FieldClass.REF, rule("envoy.extensions.filters.http.health_check.v3.HealthCheck.ClusterMinHealthyPercentagesEntry", "key"));
    }

    /** Found by a command that does not exist: Envoy 1.40.0 refuses it in these fields, so it parses them. */
    @Test
    void whatEnvoyParsesAsAFormatStringIsClassedSo() {
        assertEquals(FieldClass.FORMAT, rule("envoy.config.core.v3.HeaderValue", "value"));
        assertEquals(FieldClass.FORMAT, rule("envoy.config.core.v3.KeyValuePair", "value"));
        assertEquals(FieldClass.FORMAT, rule("envoy.config.core.v3.SubstitutionFormatString", "text_format_source"));
        assertEquals(FieldClass.FORMAT, rule("envoy.config.route.v3.RouteAction", "host_rewrite"));
        assertEquals(FieldClass.FORMAT, rule("envoy.config.route.v3.RouteAction", "path_rewrite"));
        assertEquals(FieldClass.FORMAT, rule("envoy.config.route.v3.RedirectAction", "path_rewrite"));
        assertEquals(FieldClass.FORMAT, rule("envoy.type.tracing.v3.CustomTag", "value"));
        assertEquals(FieldClass.FORMAT, rule("envoy.extensions.common.ratelimit.v3.RateLimitDescriptor.Entry", "value"));
        assertEquals(FieldClass.FORMAT, rule("envoy.extensions.filters.http.oauth2.v3.OAuth2Config", "redirect_uri"));
        assertEquals(FieldClass.FORMAT, rule("envoy.extensions.filters.http.oauth2.v3.OAuth2Config", "original_request_uri"));
        assertEquals(FieldClass.FORMAT, rule("envoy.extensions.filters.http.oauth2.v3.PostLogoutRedirectUri", "uri"));
        assertEquals(FieldClass.FORMAT, rule("envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.TunnelingConfig", "hostname"));
        assertEquals(FieldClass.FORMAT,
                rule("envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.Tracing", "operation"));
        assertEquals(FieldClass.FORMAT, rule("opentelemetry.proto.common.v1.AnyValue", "string_value"));
    }

    @Test
    void typesThatRunCodeAreNeverAllowedOnASharedEnvoy() {
        for (var message : TABLE.messages()) {
            if (message.name().matches(".*(dynamic_modules|golang|[.]wasm[.]v3[.]Wasm|[.]lua[.]v3[.]Lua(Config)?$).*")) {
                assertTrue(message.verdict() == Verdict.DENY || message.verdict() == Verdict.POLICY, message.name());
            }
        }
        assertNull(TABLE.type("type.googleapis.com/not.in.Envoy"));
    }

    private static FieldClass rule(String message, String field) {
        return TABLE.message(message).field(field).rule();
    }
}
