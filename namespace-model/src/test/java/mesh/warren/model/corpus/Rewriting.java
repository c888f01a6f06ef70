package mesh.warren.model.corpus;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.BindConfig;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.rewrite.Discovered;
import mesh.warren.model.rewrite.DnsRelay;
import mesh.warren.model.rewrite.NamespaceView;
import mesh.warren.model.rewrite.RewriteContext;
import mesh.warren.model.rewrite.RewriteOutcome;
import mesh.warren.model.rewrite.RewriteOutcome.Accepted;
import mesh.warren.model.rewrite.Rewriter;
import mesh.warren.model.rewrite.policy.RewritePolicy;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;

/** The rewriter under test, with the committed table and the default policy. */
final class Rewriting {

    static final ApiTable TABLE = ApiTable.committed();

    private static final Rewriter REWRITER = new Rewriter(TABLE, BindConfig.getDefaultInstance());

    private Rewriting() {}

    /** Where names are looked up in {@link #of(Resource)}'s output. */
    static final DnsRelay RELAY = new DnsRelay("127.0.0.153", 5300);

    static RewriteOutcome of(Resource resource) {
        return of(resource, RewriteContext.DEFAULT);
    }

    static RewriteOutcome of(Resource resource, RewriteContext context) {
        return REWRITER.rewrite(resource.typeUrl(), resource.bytes().toByteArray(), context);
    }

    /** Of a virtual Envoy with a DNS relay, of whose resources these are discovered. */
    static RewriteContext context(List<Resource> resources) {
        var found = new TreeMap<ResourceType, TreeMap<String, ByteString>>();
        for (var resource : resources) {
            ResourceType.ofUrl(resource.typeUrl()).ifPresent(type -> {
                if (Set.of(ResourceType.VIRTUAL_HOST, ResourceType.SCOPED_ROUTES, ResourceType.ROUTES).contains(type)) {
                    found.computeIfAbsent(type, fresh -> new TreeMap<>()).put(name(resource), resource.bytes());
                }
            });
        }
        var none = new TreeMap<String, ByteString>();
        var discovered = new Discovered(found.getOrDefault(ResourceType.VIRTUAL_HOST, none),
                found.getOrDefault(ResourceType.SCOPED_ROUTES, none), found.getOrDefault(ResourceType.ROUTES, none));
        return new RewriteContext(NamespaceView.DEFAULT.withResolver(RELAY).withDiscovered(discovered), RewritePolicy.DEFAULT);
    }

    private static String name(Resource resource) {
        var type = EnvoyDescriptors.message(resource.message());
        try {
            return (String) DynamicMessage.parseFrom(type, resource.bytes()).getField(type.findFieldByName("name"));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The outcomes for all resources of a file, as one virtual Envoy sends them. */
    static List<RewriteOutcome> of(CorpusFile file) {
        return file.resources().stream().map(Rewriting::of).toList();
    }

    /** The bytes for the shared Envoy, with each name prefixed. */
    static ByteString resolved(Accepted accepted, String prefix) {
        return accepted.resource().bytes().resolve(key -> new ResourceName(prefix + key.name()));
    }

    static Optional<Accepted> accepted(RewriteOutcome outcome) {
        return outcome instanceof Accepted accepted ? Optional.of(accepted) : Optional.empty();
    }
}
