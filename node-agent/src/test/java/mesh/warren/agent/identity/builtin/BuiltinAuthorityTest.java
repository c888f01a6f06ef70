package mesh.warren.agent.identity.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import mesh.warren.agent.identity.CertificateCheck;
import mesh.warren.agent.identity.Heard;
import mesh.warren.agent.identity.Workload;
import mesh.warren.agent.identity.authority.SigningProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class BuiltinAuthorityTest {

    private static final Instant BEGIN = Instant.parse("2027-01-01T00:00:00Z");
    private static final RootPlan PLAN = new RootPlan(Duration.ofDays(40), Duration.ofDays(1));
    private static final Workload POD = Heard.pod("shop/cart", "cart");

    private final Heard heard = new Heard();

    @TempDir
    Path folder;

    @Test
    void aPodGetsACertificateOfItsSpiffeIdAndItsOwnKey() throws Exception {
        SigningProvider provider = provider(BEGIN);
        provider.work(List.of(POD, Heard.pod("shop/web", "web")), BEGIN, heard);
        X509Certificate leaf = heard.has.get(POD.uid()).chain().getFirst();
        assertEquals(List.of("spiffe://cluster.local/ns/shop/sa/cart"), CertificateCheck.uris(leaf));
        assertEquals(-1, leaf.getBasicConstraints());
        assertTrue(isTrusted(leaf, BEGIN));
        assertFalse(heard.has.get(POD.uid()).key().equals(heard.has.get(Heard.pod("shop/web", "web").uid()).key()));
    }

    @Test
    void itsKeyIsForTheAgentOnlyAndTheSameAfterARestart() throws Exception {
        List<X509Certificate> before = new BuiltinAuthority(Heard.DOMAIN, folder, PLAN, BEGIN).roots(BEGIN);
        assertEquals(before, new BuiltinAuthority(Heard.DOMAIN, folder, PLAN, BEGIN).roots(BEGIN));
        Path file = folder.resolve("root-1.pem");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
    }

    @Test
    void aKeyThatOthersMayReadIsNotUsed() throws Exception {
        new BuiltinAuthority(Heard.DOMAIN, folder, PLAN, BEGIN);
        Files.setPosixFilePermissions(folder.resolve("root-1.pem"), PosixFilePermissions.fromString("rw-r-----"));
        String message = assertThrows(IOException.class, () -> new BuiltinAuthority(Heard.DOMAIN, folder, PLAN, BEGIN)).getMessage();
        assertTrue(message.contains("root-1.pem: others may read this key"), message);
    }

    /** Each hour of three roots' lives: whoever heard of the roots a certificate's life ago trusts all that is in use. */
    @Test
    void whileRootsAreReplacedEveryCertificateInUseIsTrustedByAllRootsHeardOf() throws Exception {
        SigningProvider provider = provider(BEGIN);
        Set<X509Certificate> signers = new java.util.HashSet<>();
        List<X509Certificate> rootsBefore = List.of();
        for (Instant now = BEGIN; now.isBefore(BEGIN.plus(Duration.ofDays(120))); now = now.plus(Duration.ofHours(1))) {
            provider.work(List.of(POD), now, heard);
            X509Certificate leaf = heard.has.get(POD.uid()).chain().getFirst();
            assertTrue(isTrusted(leaf, now), "at " + now);
            X509Certificate signer = signer(leaf);
            assertTrue(rootsBefore.isEmpty() || rootsBefore.contains(signer), "a root that nobody had heard of an hour ago signs at " + now);
            signers.add(signer);
            rootsBefore = heard.roots;
        }
        assertEquals(6, signers.size());
        assertEquals(Set.of("root-5.pem", "root-6.pem"), files());
    }

    private SigningProvider provider(Instant now) throws IOException {
        return new SigningProvider(new BuiltinAuthority(Heard.DOMAIN, folder, PLAN, now), () -> {}, new Random(1));
    }

    private X509Certificate signer(X509Certificate leaf) {
        return heard.roots.stream().filter(root -> root.getSubjectX500Principal().equals(leaf.getIssuerX500Principal()))
                .findFirst().orElseThrow();
    }

    private boolean isTrusted(X509Certificate leaf, Instant now) throws Exception {
        PKIXParameters parameters = new PKIXParameters(
                heard.roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet()));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(now));
        CertPathValidator.getInstance("PKIX").validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), parameters);
        return true;
    }

    private Set<String> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
