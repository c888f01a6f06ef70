package mesh.warren.model.xds;

import com.google.protobuf.ByteString;

/**
 * A resource as the shared Envoy gets it.
 *
 * @param key     its type and its name in the shared Envoy
 * @param version of the content
 * @param content the serialised message of {@link ResourceType#message()}
 */
public record PhysicalResource(ResourceKey key, Version version, ByteString content) {

    public static PhysicalResource of(ResourceKey key, ByteString content) {
        return new PhysicalResource(key, Version.of(content), content);
    }

    /** Without the content, which may be a private key. */
    @Override
    public String toString() {
        return key + " version " + version + ", " + content.size() + " bytes";
    }

    /** Whether it is the same version, and known as much: the content of what an Envoy has from before may be unknown (empty). */
    public boolean sameAs(PhysicalResource other) {
        return version.equals(other.version) && content.size() == other.content.size();
    }
}
