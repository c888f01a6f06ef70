package mesh.warren.model.share;

import java.util.BitSet;

/** A virtual Envoy of a domain and the names that it has, one bit each. */
final class Member {

    final VirtualEnvoy envoy;
    /** Its bit in the sets of members. */
    final int index;
    /** {@link Slot#index} of all that its control plane sent and did not remove. */
    final BitSet slots = new BitSet();

    Member(VirtualEnvoy envoy, int index) {
        this.envoy = envoy;
        this.index = index;
    }
}
