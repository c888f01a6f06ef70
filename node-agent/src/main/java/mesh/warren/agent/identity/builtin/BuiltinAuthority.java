package mesh.warren.agent.identity.builtin;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import mesh.warren.agent.identity.Workload;
import mesh.warren.agent.identity.authority.Authority;
import mesh.warren.model.identity.TrustDomain;

/**
 * The agent as its own certificate authority. It trusts what the agent says about a pod, and nobody else can ask it. Only for
 * one machine: another's agent has other roots.
 */
public final class BuiltinAuthority implements Authority {

    /** Of a root; it is replaced at half of that. */
    public static final Duration ROOT_LIFE = Duration.ofDays(365);

    private static final Logger LOG = System.getLogger(BuiltinAuthority.class.getName());
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final TrustDomain domain;
    private final RootPlan plan;
    private final RootFolder folder;
    private List<Root> roots;
    private Instant retry = Instant.MIN;

    /**
     * @param folder for the roots; made when it is not there
     * @param life   of certificates
     * @throws IOException naming the file that cannot be used and the remedy
     */
    public BuiltinAuthority(TrustDomain domain, Path folder, Duration life, Instant now) throws IOException {
        this(domain, folder, new RootPlan(ROOT_LIFE, life), now);
    }

    BuiltinAuthority(TrustDomain domain, Path folder, RootPlan plan, Instant now) throws IOException {
        this.domain = domain;
        this.plan = plan;
        this.folder = new RootFolder(folder);
        this.roots = this.folder.load();
        try {
            rotate(now);
        } catch (GeneralSecurityException e) {
            throw new IOException("the built-in certificate authority in " + folder + " has no root: " + e.getMessage(), e);
        }
    }

    @Override
    public CompletionStage<Signed> sign(Workload pod, KeyPair keys, Instant now) {
        try {
            List<Root> trusted = plan.trusted(roots, now);
            if (trusted.isEmpty()) {
                throw new GeneralSecurityException("the built-in certificate authority has no root that is valid now; see the agent's log");
            }
            Root root = plan.signing(trusted, now);
            Instant until = now.plus(plan.leafLife()).isBefore(root.until()) ? now.plus(plan.leafLife()) : root.until();
            X509Certificate leaf = CertificateMaker.leaf(root, keys.getPublic(), pod.id().uri(), now, until);
            return CompletableFuture.completedFuture(new Signed(List.of(leaf), certificates(trusted)));
        } catch (GeneralSecurityException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public List<X509Certificate> roots(Instant now) {
        if (!now.isBefore(nextChange())) {
            try {
                rotate(now);
            } catch (IOException | GeneralSecurityException e) {
                retry = now.plus(RETRY);
                LOG.log(Level.WARNING, "the next root cannot be kept, so the old one stays: {0}", e.getMessage());
            }
        }
        return certificates(plan.trusted(roots, now));
    }

    @Override
    public Instant nextChange() {
        Instant change = plan.nextChange(roots);
        return change.isAfter(retry) ? change : retry;
    }

    /** Makes the next root when it is time, and forgets those that have ended. */
    private void rotate(Instant now) throws IOException, GeneralSecurityException {
        List<Root> next = new ArrayList<>(plan.trusted(roots, now));
        if (!plan.renewal(next).isAfter(now)) {
            int number = roots.isEmpty() ? 1 : roots.getLast().number() + 1;
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            X509Certificate certificate = CertificateMaker.root(
                    keys, domain + " " + number, "spiffe://" + domain, now, plan.rootLife());
            Root root = new Root(number, certificate, keys.getPrivate());
            folder.write(root);
            next.add(root);
            LOG.log(Level.INFO, "built-in certificate authority of {0}: {1}", domain, root);
        }
        for (Root root : roots) {
            if (!next.contains(root)) {
                folder.delete(root);
            }
        }
        roots = List.copyOf(next);
        retry = Instant.MIN;
    }

    private static List<X509Certificate> certificates(List<Root> roots) {
        return roots.stream().map(Root::certificate).toList();
    }

    @Override
    public void close() {
        // Its state is on disk.
    }
}
