package mesh.warren.cli.rewrite;

import com.google.protobuf.ByteString;
import mesh.warren.model.rewrite.RewriteOutcome.Accepted;
import mesh.warren.model.symbolic.Separator;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;

/**
 * The physical names of this command: {@code NAMESPACE/NAME}. The agent's own, which depend on who shares what, are share's.
 *
 * @param namespace without {@code /} and the separator, so that no two namespaces and names make one physical name
 */
record PrefixNames(String namespace) {

    PrefixNames {
        if (namespace.isEmpty() || namespace.length() > 256 || namespace.indexOf('/') >= 0
                || namespace.indexOf(Separator.CHARACTER) >= 0 || namespace.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("--namespace '" + namespace + "': want 1 to 256 characters without '/', '"
                    + Separator.CHARACTER + "' and control characters");
        }
    }

    ResourceName of(ResourceKey key) {
        return new ResourceName(namespace + "/" + key.name().value());
    }

    /** The resource as Envoy would get it. */
    PhysicalResource resolve(Accepted accepted) {
        ResourceKey key = accepted.resource().key();
        ByteString bytes = accepted.resource().bytes().resolve(this::of);
        return PhysicalResource.of(new ResourceKey(key.type(), of(key)), bytes);
    }
}
