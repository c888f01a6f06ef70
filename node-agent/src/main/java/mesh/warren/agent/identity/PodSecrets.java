package mesh.warren.agent.identity;

import java.util.List;
import java.util.stream.Stream;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.symbolic.SymbolicResource;

/**
 * The secrets that the agent itself gives to virtual Envoys, under the names of {@link mesh.warren.model.identity.SecretNames}.
 * Immutable: one moment's; for any thread. What did not change from one to the next is the same object in both.
 */
public interface PodSecrets {

    /** No pod has any. */
    PodSecrets NONE = new PodSecrets() {
        @Override
        public List<SymbolicResource> ofAll() {
            return List.of();
        }

        @Override
        public List<SymbolicResource> of(PodUid pod) {
            return List.of();
        }

        @Override
        public boolean complete() {
            return true;
        }
    };

    /** What all pods have: the roots, of scope DOMAIN. */
    List<SymbolicResource> ofAll();

    /** What this pod has besides: its certificate, of scope POD. Empty while it has none. */
    List<SymbolicResource> of(PodUid pod);

    /** Both: what a pod's virtual Envoy has whatever its control plane sends. */
    default List<SymbolicResource> all(PodUid pod) {
        return Stream.concat(ofAll().stream(), of(pod).stream()).toList();
    }

    /** Whether all that could be had was waited for: until then an Envoy that has secrets from before must keep them. */
    boolean complete();
}
