package mesh.warren.agent.identity.authority;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import mesh.warren.agent.identity.CertificateCheck;
import mesh.warren.agent.identity.IdentityProvider;
import mesh.warren.agent.identity.Issuance;
import mesh.warren.agent.identity.Workload;
import mesh.warren.model.id.PodUid;

/** Keys made here and signed by an authority, renewed in time; the one that a pod has stays until the next is there. */
public final class SigningProvider implements IdentityProvider {

    /** Open questions to the authority; the rest waits its turn. */
    private static final int AT_ONCE = 16;

    private static final class Pod {
        final Workload workload;
        final Renewal renewal;
        boolean asked;

        Pod(Workload workload, Renewal renewal) {
            this.workload = workload;
            this.renewal = renewal;
        }
    }

    /** Of one question; {@code signed} is null when it failed. */
    private record Answer(Pod pod, KeyPair keys, Authority.Signed signed, Throwable failure) {}

    private final Authority authority;
    private final Runnable wake;
    private final RandomGenerator random;
    private final Map<PodUid, Pod> pods = new HashMap<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private int open;

    /**
     * @param wake   has {@link #work} called soon, on its own thread; called on any
     * @param random for jitter
     */
    public SigningProvider(Authority authority, Runnable wake, RandomGenerator random) {
        this.authority = authority;
        this.wake = wake;
        this.random = random;
    }

    @Override
    public Instant work(Collection<Workload> wanted, Instant now, Issuance out) {
        keep(wanted, now);
        List<X509Certificate> roots = authority.roots(now);
        if (!roots.isEmpty()) {
            out.roots(roots);
        }
        take(now, out);
        Instant next = authority.nextChange();
        for (Pod pod : pods.values()) {
            if (!pod.asked && open < AT_ONCE && !pod.renewal.due().isAfter(now)) {
                ask(pod, now);
            }
        }
        take(now, out);
        // What is asked, or waits for its turn to be, needs no clock: the next answer wakes.
        return pods.values().stream().filter(pod -> !pod.asked && pod.renewal.due().isAfter(now)).map(pod -> pod.renewal.due())
                .reduce(authority.nextChange(), (a, b) -> a.isBefore(b) ? a : b);
    }

    private void keep(Collection<Workload> wanted, Instant now) {
        Set<PodUid> uids = new HashSet<>();
        for (Workload workload : wanted) {
            uids.add(workload.uid());
            Pod pod = pods.get(workload.uid());
            if (pod == null || !pod.workload.equals(workload)) {
                pods.put(workload.uid(), new Pod(workload, new Renewal(random, now)));
            }
        }
        pods.keySet().retainAll(uids);
    }

    private void ask(Pod pod, Instant now) {
        pod.asked = true;
        open++;
        KeyPair keys = newKeys();
        authority.sign(pod.workload, keys, now).whenComplete((signed, failure) -> {
            answers.add(new Answer(pod, keys, signed, failure));
            wake.run();
        });
    }

    private void take(Instant now, Issuance out) {
        for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
            open--;
            Pod pod = answer.pod();
            pod.asked = false;
            if (pods.get(pod.workload.uid()) != pod) {
                continue; // it left, or is somebody else now
            }
            String wrong = answer.signed() == null ? reason(answer.failure())
                    : CertificateCheck.problem(answer.signed().chain(), answer.keys().getPublic(), pod.workload.id(), now).orElse(null);
            if (wrong != null) {
                pod.renewal.failed(now);
                out.failed(pod.workload, wrong);
            } else {
                X509Certificate leaf = answer.signed().chain().getFirst();
                pod.renewal.succeeded(now, leaf.getNotAfter().toInstant());
                if (!answer.signed().roots().isEmpty()) {
                    out.roots(answer.signed().roots());
                }
                out.issued(pod.workload, answer.signed().chain(), answer.keys().getPrivate().getEncoded());
            }
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has EC keys on P-256", e);
        }
    }

    @Override
    public void close() {
        authority.close();
    }
}
