package mesh.warren.agent.identity.authority;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import mesh.warren.agent.identity.Workload;

/** Who signs certificates. Called on the thread {@code identity}. */
public interface Authority extends AutoCloseable {

    /**
     * What was signed.
     *
     * @param chain the pod's certificate first
     * @param roots what peers of this authority are validated with
     */
    record Signed(List<X509Certificate> chain, List<X509Certificate> roots) {

        public Signed {
            chain = List.copyOf(chain);
            roots = List.copyOf(roots);
        }
    }

    /**
     * A certificate for this key and the pod's SPIFFE ID. Completes on any thread; fails with a message for people, which names
     * the remedy and holds neither token nor key.
     */
    CompletionStage<Signed> sign(Workload pod, KeyPair keys, Instant now);

    /** The roots that are known without signing anything, and as they are now; empty when the answers of {@link #sign} tell them. */
    default List<X509Certificate> roots(Instant now) {
        return List.of();
    }

    /** When {@link #roots} may change by itself. */
    default Instant nextChange() {
        return Instant.MAX;
    }

    @Override
    void close();
}
