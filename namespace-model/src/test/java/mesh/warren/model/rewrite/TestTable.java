package mesh.warren.model.rewrite;

import io.envoyproxy.envoy.config.core.v3.BindConfig;
import java.util.List;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.api.TableFile;
import mesh.warren.model.rewrite.policy.RewritePolicy;
import mesh.warren.model.xds.ResourceType;

/** A small API with one field of each kind and class, so that a test shows all that it depends on. */
final class TestTable {

    static final String ROOT = "envoy.config.route.v3.RouteConfiguration";

    private static final String TEXT = """
            message envoy.config.route.v3.RouteConfiguration resource
              1  name         name(ROUTES)      domain string  # the own name
              2  number       plain             domain uint32
              3  child        walk              domain test.Child
              4  children     walk              domain test.Child[]
              5  packed       plain             domain int64[]
              6  map          walk              domain test.MapEntry{}
              7  left         plain             domain string oneof=side
              8  right        walk              domain test.Child oneof=side
              9  maybe        plain             domain bool?
              10 level        plain             domain enum:test.Level
              11 cluster      ref(CLUSTER)      domain string  # a reference
              12 extension    walk              domain test.Extension
              13 extensions   walk              domain test.Extension[]
              14 source       config-source     domain test.ConfigSource  # the agent's
              15 call         call(CLUSTER)     domain string  # called by Envoy itself
              16 limit        limit(100)        tenant uint32  # protects
              17 cap          cap(100)          domain google.protobuf.UInt32Value  # protects
              18 text         plain             domain string
              19 header       format            domain string  # a format string
              20 file         refuse(file)      domain string  # a file
              21 key          runtime-key       domain string  # runtime
              22 stats        stats-name        domain string  # statistics
              23 agents       agent             domain test.Child  # the agent's
              24 limited      plain             tenant bool  # keeps state
              25 force        force(true)       domain bool  # protects
              26 pool         prefixed(pool)    domain string  # shared by the process
              27 fixed        plain             domain fixed64

            message test.Child part
              1 text      plain         domain string
              2 cluster   ref(CLUSTER)  domain string  # a reference
              3 child     walk          domain test.Child
              4 numbers   plain         domain uint32[]

            message test.MapEntry part
              1 key    plain  domain string
              2 value  walk   domain test.Child

            message test.Extension part
              1 name          plain  domain string
              2 typed_config  any    domain google.protobuf.Any  # any

            message test.ConfigSource part
              1 path   plain  domain string oneof=source
              3 ads    walk   domain test.Child oneof=source

            message test.Allowed allow
              1 cluster  ref(CLUSTER)  domain string  # a reference
              2 text     plain         domain string

            message test.Dedicated policy(code)  # runs code
              1 text  plain  domain string

            message test.Denied deny(file)  # writes files

            message google.protobuf.Any part
              1 type_url  plain  domain string
              2 value     plain  domain bytes

            message google.protobuf.UInt32Value part
              1 value  plain  domain uint32

            enum test.Level LOW=0 HIGH=1 !ODD=2  # odd is refused
            """;

    static final Rewriter REWRITER =
            new Rewriter(ApiTable.of(List.of(new TableFile("test.txt", TEXT))), BindConfig.getDefaultInstance());

    private TestTable() {}

    /** A root message with the name {@code r}. */
    static Wire root() {
        return Wire.message().string(1, "r");
    }

    static RewriteOutcome rewrite(Wire message) {
        return rewrite(message.toBytes(), RewritePolicy.DEFAULT);
    }

    static RewriteOutcome rewrite(byte[] message, RewritePolicy policy) {
        return REWRITER.rewrite(ResourceType.ROUTES, message, new RewriteContext(NamespaceView.DEFAULT, policy));
    }

    static RewriteOutcome.Accepted accepted(Wire message) {
        return switch (rewrite(message)) {
            case RewriteOutcome.Accepted accepted -> accepted;
            case RewriteOutcome.Refused refused -> throw new AssertionError(refused.refusals().toString());
        };
    }

    /** The canonical bytes. */
    static byte[] canonical(Wire message) {
        return accepted(message).resource().bytes().canonical().toByteArray();
    }

    static List<Refusal> refusals(Wire message) {
        return switch (rewrite(message)) {
            case RewriteOutcome.Accepted accepted -> throw new AssertionError("accepted " + accepted.resource());
            case RewriteOutcome.Refused refused -> refused.refusals();
        };
    }
}
