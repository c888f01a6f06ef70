package mesh.warren.model.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.core.v3.BindConfig;
import java.util.List;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.api.FieldClass;
import mesh.warren.model.api.FieldKind;
import mesh.warren.model.api.TableFile;
import mesh.warren.model.rewrite.RewriteOutcome.Accepted;
import mesh.warren.model.rewrite.RewriteOutcome.Refused;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A class that the rewriter would treat as plain is a hole. A new class does not compile here until somebody says what it does. */
@Tag("pure")
class EveryClassHasARuleTest {

    /** What a field of a class shows in the outcome, for the value that this test gives it. */
    private enum Effect { COPIED, CHANGED, DROPPED, REFUSED, REFERENCE, DETACHED, COUNTED, FILTER_KEY }

    private static Effect effect(FieldClass rule) {
        return switch (rule) {
            case PLAIN, WALK, DOOR, FILTER_NAME -> Effect.COPIED;
            case REF -> Effect.REFERENCE;
            case CALL -> Effect.DETACHED;
            case COST -> Effect.COUNTED;
            case FILTER_KEY -> Effect.FILTER_KEY;
            case AGENT, DNS, DISCOVERY -> Effect.DROPPED;
            case PREFIXED, CONFIG_SOURCE, RUNTIME_KEY, STATS_NAME, CAP, LIMIT, FLOOR, FORCE -> Effect.CHANGED;
            case ANY, TYPED_STRUCT, LISTEN_ADDRESS, UPSTREAM_ADDRESS, BIND_ADDRESS, FORMAT, SOCKET_OPTION, FILTER_STATE, METADATA_KEY,
                    CODE, REFUSE, UNDECIDED -> Effect.REFUSED;
            // The root's own name in every case; an identity is lifted in an upstream context only; a real limit narrows the scope only.
            case NAME, IDENTITY, THRESHOLD -> Effect.COPIED;
        };
    }

    @ParameterizedTest
    @EnumSource(FieldClass.class)
    void aFieldOfEachClassIsTreatedAsItsRuleSays(FieldClass rule) {
        var input = input(rule);
        var outcome = rewrite(row(rule), input);
        if (effect(rule) == Effect.REFUSED) {
            assertInstanceOf(Refused.class, outcome, rule + " was accepted");
            return;
        }
        var accepted = assertInstanceOf(Accepted.class, outcome, rule + ": " + outcome);
        switch (effect(rule)) {
            case COPIED -> assertEquals(copied(input), resolved(accepted));
            case DROPPED -> assertEquals(copied(root()), resolved(accepted));
            case CHANGED -> assertNotEquals(copied(input), resolved(accepted));
            case REFERENCE -> assertEquals(1, accepted.resource().bytes().references().size());
            case DETACHED -> assertEquals(1, accepted.detached().size());
            case COUNTED -> assertEquals(1, accepted.costs().counts().get("things"));
            case FILTER_KEY -> assertEquals(List.of("envoy.stats_matcher"), List.copyOf(accepted.filterKeys()));
            case REFUSED -> throw new AssertionError(rule);
        }
    }

    /** A value that each class which looks at it objects to, or changes. */
    private static Wire input(FieldClass rule) {
        if (rule == FieldClass.NAME) {
            return root();
        }
        return switch (kind(rule)) {
            case STRING -> root().string(2, rule == FieldClass.FORMAT ? "%ENVIRONMENT(HOME)%" : "envoy.stats_matcher");
            case UINT32 -> root().number(3, rule == FieldClass.FLOOR || rule == FieldClass.COST ? 1 : 1_000);
            case BOOL -> root().number(4, 1);
            case MESSAGE -> switch (rule) {
                case ANY -> root().message(5, Wire.any("not.in.Envoy", Wire.message()));
                case LISTEN_ADDRESS, UPSTREAM_ADDRESS, BIND_ADDRESS -> root().message(6, Wire.message().string(2, "example.com"));
                case CONFIG_SOURCE -> root().message(7, Wire.message().message(3, Wire.message()));
                default -> root().message(7, Wire.message().string(1, "text"));
            };
            default -> throw new AssertionError(rule);
        };
    }

    /** The kind of field on which a class is tried. */
    private static FieldKind kind(FieldClass rule) {
        return switch (rule) {
            case CAP, LIMIT, FLOOR, THRESHOLD, COST -> FieldKind.UINT32;
            case FORCE -> FieldKind.BOOL;
            case TYPED_STRUCT -> FieldKind.MESSAGE;
            default -> rule.fits(FieldKind.STRING) ? FieldKind.STRING : FieldKind.MESSAGE;
        };
    }

    private static String row(FieldClass rule) {
        var argument = switch (rule.argument()) {
            case NONE -> "";
            case RESOURCE -> "(CLUSTER)";
            case TEXT -> "(things)";
            case NUMBER -> "(100)";
            case VALUE -> "(false)";
            case REFUSAL -> "(file)";
        };
        var field = switch (kind(rule)) {
            case STRING -> "  2 text %s domain string # why";
            case UINT32 -> "  3 number %s domain uint32 # why";
            case BOOL -> "  4 flag %s domain bool # why";
            default -> switch (rule) {
                case ANY -> "  5 any %s domain google.protobuf.Any # why";
                case LISTEN_ADDRESS, UPSTREAM_ADDRESS, BIND_ADDRESS -> "  6 address %s domain envoy.config.core.v3.SocketAddress # why";
                case CONFIG_SOURCE -> "  7 source %s domain envoy.config.core.v3.ConfigSource # why";
                default -> "  7 part %s domain test.Part # why";
            };
        };
        return rule == FieldClass.NAME ? "" : field.formatted(rule.token() + argument);
    }

    private static RewriteOutcome rewrite(String row, Wire input) {
        var table = ApiTable.of(List.of(new TableFile("test.txt", """
                message envoy.config.route.v3.RouteConfiguration resource
                  1 name name(ROUTES) domain string # its own
                %s
                message test.Part part
                  1 text plain domain string
                  3 part walk domain test.Part
                message envoy.config.core.v3.ConfigSource part
                  3 ads walk domain test.Part
                message envoy.config.core.v3.SocketAddress part
                  2 address plain domain string
                message google.protobuf.Any part
                  1 type_url plain domain string
                  2 value plain domain bytes
                """.formatted(row))));
        return new Rewriter(table, BindConfig.getDefaultInstance()).rewrite(ResourceType.ROUTES, input.toBytes(), RewriteContext.DEFAULT);
    }

    private static Wire root() {
        return Wire.message().string(1, "r");
    }

    /** What the input is when nothing but the root's own name is replaced. */
    private static ByteString copied(Wire input) {
        var all = "  2 text plain domain string\n  3 number plain domain uint32\n  4 flag plain domain bool\n  7 part walk domain test.Part";
        return resolved((Accepted) rewrite(all, input));
    }

    private static ByteString resolved(Accepted accepted) {
        return accepted.resource().bytes().resolve(key -> new ResourceName("physical"));
    }
}
