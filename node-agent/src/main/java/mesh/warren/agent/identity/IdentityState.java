package mesh.warren.agent.identity;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.identity.IdentitySecrets;
import mesh.warren.model.identity.SecretNames;
import mesh.warren.model.identity.SpiffeId;
import mesh.warren.model.symbolic.SymbolicResource;

/** The secrets as they are, and what is wrong. On the thread {@code identity}; {@link #snapshot} is for all. */
final class IdentityState implements Issuance {

    private static final Logger LOG = System.getLogger(IdentityState.class.getName());

    private record Held(SpiffeId id, List<SymbolicResource> certificate, X509Certificate leaf) {}

    /** What others see. */
    record Snapshot(List<SymbolicResource> ofAll, Map<PodUid, List<SymbolicResource>> secrets, Map<PodUid, PodIdentity> identities,
            List<String> problems, boolean complete) implements PodSecrets {

        static final Snapshot NOTHING = new Snapshot(List.of(), Map.of(), Map.of(), List.of(), false);

        @Override
        public List<SymbolicResource> of(PodUid pod) {
            return secrets.getOrDefault(pod, List.of());
        }
    }

    private final SecretNames names;
    private final Map<PodUid, Held> held = new HashMap<>();
    private final Map<PodUid, String> failures = new HashMap<>();
    private final SortedMap<String, String> problems = new TreeMap<>();
    private List<SymbolicResource> root = List.of();
    private byte[] rootPem = {};
    private boolean changed = true;

    IdentityState(SecretNames names) {
        this.names = names;
    }

    /** These pods and no others. A pod that is somebody else now loses what it had. */
    void keep(SortedMap<PodUid, Workload> pods) {
        changed |= held.entrySet().removeIf(of -> {
            Workload pod = pods.get(of.getKey());
            return pod == null || !pod.id().equals(of.getValue().id());
        });
        changed |= failures.keySet().removeIf(uid -> !pods.containsKey(uid));
    }

    @Override
    public void roots(List<X509Certificate> roots) {
        byte[] pem = roots.isEmpty() ? new byte[0] : Pem.certificates(roots);
        if (!Arrays.equals(pem, rootPem)) {
            rootPem = pem;
            root = roots.isEmpty() ? List.of() : List.of(IdentitySecrets.root(names, pem));
            changed = true;
        }
    }

    @Override
    public void issued(Workload pod, List<X509Certificate> chain, byte[] key) {
        byte[] pem = Pem.privateKey(key);
        Arrays.fill(key, (byte) 0);
        try {
            SymbolicResource certificate = IdentitySecrets.certificate(names, Pem.certificates(chain), pem);
            held.put(pod.uid(), new Held(pod.id(), List.of(certificate), chain.getFirst()));
            failures.remove(pod.uid());
            changed = true;
            LOG.log(Level.INFO, "pod {0}: certificate until {1}", pod, chain.getFirst().getNotAfter().toInstant());
        } finally {
            Arrays.fill(pem, (byte) 0);
        }
    }

    @Override
    public void failed(Workload pod, String problem) {
        if (!problem.equals(failures.put(pod.uid(), problem))) {
            LOG.log(Level.WARNING, "pod {0}: {1}", pod, problem);
            changed = true;
        }
    }

    @Override
    public void problem(String subject, String problem) {
        if (problem.isEmpty() ? problems.remove(subject) != null : !problem.equals(problems.put(subject, problem))) {
            changed = true;
            if (!problem.isEmpty()) {
                LOG.log(Level.WARNING, "identity: {0}: {1}", subject, problem);
            }
        }
    }

    @Override
    public boolean unheard(PodUid pod) {
        return !held.containsKey(pod) && !failures.containsKey(pod);
    }

    /** Whether something changed since this was asked last. */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    Snapshot snapshot(SortedMap<PodUid, Workload> pods, boolean complete) {
        Map<PodUid, List<SymbolicResource>> secrets = new HashMap<>();
        Map<PodUid, PodIdentity> identities = new HashMap<>();
        List<String> lines = new ArrayList<>();
        problems.forEach((subject, problem) -> lines.add("identity: " + subject + ": " + problem));
        pods.forEach((uid, pod) -> {
            Optional<Held> has = Optional.ofNullable(held.get(uid));
            has.ifPresent(of -> secrets.put(uid, of.certificate()));
            identities.put(uid, new PodIdentity(pod.id(), has.map(of -> of.leaf().getNotAfter().toInstant())));
            if (failures.containsKey(uid)) {
                lines.add("identity: pod " + pod + ": " + failures.get(uid));
            }
        });
        Collections.sort(lines);
        return new Snapshot(root, Map.copyOf(secrets), Map.copyOf(identities), List.copyOf(lines), complete);
    }
}
