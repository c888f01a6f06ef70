package mesh.warren.model.xds;

import com.google.protobuf.ByteString;

/**
 * A resource as the pod's control plane sent it.
 *
 * @param key     its type and its own name
 * @param content the serialised message of {@link ResourceType#message()}
 */
public record VirtualResource(ResourceKey key, ByteString content) {}
