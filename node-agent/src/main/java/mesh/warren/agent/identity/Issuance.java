package mesh.warren.agent.identity;

import java.security.cert.X509Certificate;
import java.util.List;
import mesh.warren.model.id.PodUid;

/** What a provider has to say. On the thread {@code identity}. */
public interface Issuance {

    /** The certificates that peers are validated with, from now on. */
    void roots(List<X509Certificate> roots);

    /**
     * The pod has this certificate from now on.
     *
     * @param chain its own first
     * @param key   PKCS #8, DER; overwritten before this returns
     */
    void issued(Workload pod, List<X509Certificate> chain, byte[] key);

    /** The pod got no new certificate; what it has stays. @param problem in one line, with the remedy; never with a key or a token */
    void failed(Workload pod, String problem);

    /** What is wrong, but not with one pod. Said once for each {@code subject} and problem; empty when it is over. */
    void problem(String subject, String problem);

    /** Whether nothing was heard of this pod yet. */
    boolean unheard(PodUid pod);
}
