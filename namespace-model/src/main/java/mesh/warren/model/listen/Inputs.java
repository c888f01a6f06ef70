package mesh.warren.model.listen;

import com.github.xds.core.v3.CidrRange;
import com.github.xds.core.v3.TypedExtensionConfig;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import mesh.warren.model.address.Cidr;
import mesh.warren.model.xds.Packed;

/** The leaves of a matcher in xDS's own types, which are not those of {@code envoy.config.core}. */
public final class Inputs {

    private Inputs() {}

    /** A matching input, an action or a custom matcher. */
    public static TypedExtensionConfig of(String name, Message config) {
        return TypedExtensionConfig.newBuilder().setName(name).setTypedConfig(Packed.any(config)).build();
    }

    /** A range of addresses. */
    public static CidrRange cidr(Cidr cidr) {
        return CidrRange.newBuilder()
                .setAddressPrefix(cidr.base().toString())
                .setPrefixLen(UInt32Value.of(cidr.prefixLength()))
                .build();
    }
}
