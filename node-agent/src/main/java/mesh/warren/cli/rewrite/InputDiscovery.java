package mesh.warren.cli.rewrite;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import mesh.warren.model.rewrite.Discovered;
import mesh.warren.model.rewrite.RewriteContext;
import mesh.warren.model.rewrite.RewriteOutcome.Accepted;
import mesh.warren.model.rewrite.Rewriter;
import mesh.warren.model.xds.ResourceType;

/** Takes the virtual hosts and scopes among the inputs for what the virtual Envoy's control plane sends by VHDS and SRDS. */
final class InputDiscovery {

    private InputDiscovery() {}

    /** The context with what is acceptable of them; the others are refused where they stand, and the good rest is applied. */
    static RewriteContext of(Collection<Input> inputs, RewriteContext context, Rewriter rewriter, EnvoyTypes types) {
        Map<ResourceType, TreeMap<String, ByteString>> found = new EnumMap<>(ResourceType.class);
        for (ResourceType type : new ResourceType[] {ResourceType.VIRTUAL_HOST, ResourceType.SCOPED_ROUTES, ResourceType.ROUTES}) {
            found.put(type, new TreeMap<>());
        }
        for (Input input : inputs) {
            TreeMap<String, ByteString> ofType = ResourceType.ofUrl(input.type()).map(found::get).orElse(null);
            if (ofType != null && rewriter.rewrite(input.type(), input.bytes(), context) instanceof Accepted) {
                ofType.put(name(input, types), ByteString.copyFrom(input.bytes()));
            }
        }
        Discovered discovered = new Discovered(
                found.get(ResourceType.VIRTUAL_HOST), found.get(ResourceType.SCOPED_ROUTES), found.get(ResourceType.ROUTES));
        return new RewriteContext(context.view().withDiscovered(discovered), context.policy());
    }

    private static String name(Input input, EnvoyTypes types) {
        try {
            DynamicMessage message = DynamicMessage.parseFrom(
                    types.message(input.type().substring(ResourceType.TYPE_URL_PREFIX.length())).orElseThrow(), input.bytes());
            return (String) message.getField(message.getDescriptorForType().findFieldByName("name"));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(input.source() + " was accepted but does not parse", e);
        }
    }
}
