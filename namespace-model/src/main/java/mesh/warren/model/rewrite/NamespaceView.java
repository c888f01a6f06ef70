package mesh.warren.model.rewrite;

import io.envoyproxy.envoy.config.core.v3.BindConfig;
import java.util.Optional;
import java.util.Set;

/**
 * What rewriting must know of the virtual Envoy besides the resource. Deliberately without its name: the canonical bytes
 * of two virtual Envoys are the same when what they sent is, unless they belong to one pod anyway.
 *
 * @param identities names of secrets that are the virtual Envoy's own certificate; istiod calls it {@code default}
 * @param detached   names of its clusters that are called without a downstream connection
 *                   ({@link RewriteOutcome.Accepted#detached}): they belong to one pod and keep its own certificate
 * @param resolver   where names of its clusters are looked up; without it clusters found by DNS are refused
 * @param discovered what it has of resources that are put where its control plane says that they be discovered
 * @param binding    how clusters of one pod open their sockets, in the pod's network namespace; without it they bind like
 *                   shared ones and what has no stamp fails
 */
public record NamespaceView(
        Set<String> identities, Set<String> detached, Optional<BindConfig> binding, Optional<DnsRelay> resolver,
        Discovered discovered) {

    /** The identity {@code default}, nothing detached, no resolver, nothing discovered. */
    public static final NamespaceView DEFAULT = new NamespaceView(Set.of("default"), Set.of(), Optional.empty());

    public NamespaceView {
        identities = Set.copyOf(identities);
        detached = Set.copyOf(detached);
    }

    /** Without a resolver, and nothing discovered. */
    public NamespaceView(Set<String> identities, Set<String> detached, Optional<BindConfig> binding) {
        this(identities, detached, binding, Optional.empty(), Discovered.NOTHING);
    }

    /** The same with this resolver. */
    public NamespaceView withResolver(DnsRelay relay) {
        return new NamespaceView(identities, detached, binding, Optional.of(relay), discovered);
    }

    /** The same with these resources to put in. */
    public NamespaceView withDiscovered(Discovered resources) {
        return new NamespaceView(identities, detached, binding, resolver, resources);
    }
}
