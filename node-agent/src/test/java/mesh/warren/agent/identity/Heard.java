package mesh.warren.agent.identity;

import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.identity.SpiffeId;
import mesh.warren.model.identity.TrustDomain;

/** Remembers what a provider said. */
public final class Heard implements Issuance {

    public static final TrustDomain DOMAIN = new TrustDomain("cluster.local");

    /** A pod's certificate and key. */
    public record Has(List<X509Certificate> chain, PrivateKey key) {}

    public final Map<PodUid, Has> has = new HashMap<>();
    public final Map<PodUid, String> failures = new HashMap<>();
    public final Map<String, String> problems = new HashMap<>();
    public final List<Workload> issued = new ArrayList<>();
    public List<X509Certificate> roots = List.of();

    /** {@code tenant/name} with this service account; the uid is the name. */
    public static Workload pod(String name, String account) {
        PodName pod = PodName.parse(name);
        return new Workload(new PodUid(pod.name()), pod, new SpiffeId(DOMAIN, pod.tenant(), account));
    }

    @Override
    public void roots(List<X509Certificate> now) {
        roots = now;
    }

    @Override
    public void issued(Workload pod, List<X509Certificate> chain, byte[] key) {
        try {
            PrivateKey copy = KeyFactory.getInstance(chain.getFirst().getPublicKey().getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(key.clone()));
            Arrays.fill(key, (byte) 0);
            has.put(pod.uid(), new Has(chain, copy));
            failures.remove(pod.uid());
            issued.add(pod);
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void failed(Workload pod, String problem) {
        failures.put(pod.uid(), problem);
    }

    @Override
    public void problem(String subject, String problem) {
        if (problem.isEmpty()) {
            problems.remove(subject);
        } else {
            problems.put(subject, problem);
        }
    }

    @Override
    public boolean unheard(PodUid pod) {
        return !has.containsKey(pod) && !failures.containsKey(pod);
    }
}
