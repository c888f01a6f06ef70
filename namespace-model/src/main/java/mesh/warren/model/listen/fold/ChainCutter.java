package mesh.warren.model.listen.fold;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.symbolic.Template;
import mesh.warren.model.symbolic.TemplateBuilder;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.Version;

/**
 * Makes resources of chains. A chain is called {@code LISTENER/CHAIN}; one without a name of its own, or whose name another
 * chain of its listener has too, is told apart by what it matches, not by its place: listeners come in any order.
 */
final class ChainCutter {

    private static final byte[] NAME_TAG = {FilterChain.NAME_FIELD_NUMBER << 3 | 2};

    private final Set<ResourceKey> taken = new HashSet<>();

    /** The key of a chain; {@code alone} when no other chain of its listener has its name. */
    ResourceKey key(VirtualListener listener, VirtualChain chain, boolean isDefault, boolean alone) {
        String own = chain.name().isEmpty() && isDefault ? "default" : chain.name();
        String name = listener.name() + "/" + own;
        if (own.isEmpty() || !alone) {
            name += "~" + (isDefault ? "default" : hash(chain.match()));
        }
        ResourceKey key = ResourceKey.of(ResourceType.CHAIN, name);
        while (!taken.add(key)) {
            // Two listeners "a" and "a/b": names do not say where the listener's ends.
            name += "~" + listener.name().length();
            key = ResourceKey.of(ResourceType.CHAIN, name);
        }
        return key;
    }

    /** The chain as a resource: without its match but for the server names, which are part of what TLS sessions it resumes. */
    SymbolicResource cut(VirtualListener listener, VirtualChain chain, ResourceKey key) {
        TemplateBuilder name = new TemplateBuilder();
        name.copy(0, NAME_TAG.length);
        name.name(key);
        VirtualChain.Parts parts = chain.parts();
        Template whole = Template.concat(key,
                Template.literal(serverNames(chain), key),
                chain.listener().slice(parts.before(), parts.beforeEnd(), key),
                name.build(NAME_TAG, key),
                chain.listener().slice(parts.after(), parts.afterEnd(), key));
        return new SymbolicResource(key, listener.resource().scope(), whole);
    }

    private static byte[] serverNames(VirtualChain chain) {
        if (!chain.secured() || chain.match().getServerNamesCount() == 0) {
            return new byte[0];
        }
        return Packed.bytes(FilterChain.newBuilder()
                .setFilterChainMatch(FilterChainMatch.newBuilder().addAllServerNames(chain.match().getServerNamesList()))
                .build()).toByteArray();
    }

    private static String hash(FilterChainMatch match) {
        return Version.of(Packed.bytes(match)).toString();
    }
}
