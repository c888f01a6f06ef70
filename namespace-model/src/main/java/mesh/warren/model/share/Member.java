package mesh.warren.model.share;

import java.util.BitSet;
import java.util.stream.Stream;
import mesh.warren.model.symbolic.Scope;

/** A virtual Envoy of a domain and the names that it has, one bit each. */
final class Member {

    final VirtualEnvoy envoy;
    /** Its bit in the sets of members. */
    final int index;
    /** {@link Slot#index} of all that its control plane sent and did not remove. */
    final BitSet slots = new BitSet();
    private final String[] prefixes;

    Member(VirtualEnvoy envoy, int index) {
        this.envoy = envoy;
        this.index = index;
        this.prefixes = Stream.of(Scope.values()).map(scope -> PhysicalNames.prefix(envoy, scope)).toArray(String[]::new);
    }

    /** What stands before the names of what it shares in this scope. */
    String prefix(Scope scope) {
        return prefixes[scope.ordinal()];
    }
}
