package mesh.warren.agent.identity.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import mesh.warren.agent.identity.Heard;
import mesh.warren.agent.identity.Pem;
import mesh.warren.agent.identity.Workload;
import mesh.warren.agent.identity.authority.Authority;
import mesh.warren.agent.identity.builtin.BuiltinAuthority;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class FolderProviderTest {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final Workload POD = Heard.pod("shop/cart", "cart");
    private static final String ACCOUNT = "cluster.local/ns/shop/sa/cart";

    private final Heard heard = new Heard();
    private Authority signer;
    private FolderProvider provider;

    @TempDir
    Path temporary;

    @BeforeEach
    void start() throws Exception {
        signer = new BuiltinAuthority(Heard.DOMAIN, temporary.resolve("authority"), Duration.ofHours(24), NOW);
        Files.createDirectories(folder());
        Files.write(folder().resolve("ca.crt"), Pem.certificates(signer.roots(NOW)));
        provider = new FolderProvider(folder());
    }

    @Test
    void aPodGetsWhatLiesUnderItsSpiffeId() throws Exception {
        Path account = Files.createDirectories(folder().resolve(ACCOUNT));
        write(account, POD);
        look(0);
        assertEquals(1, heard.roots.size());
        assertEquals(1, heard.has.size());
    }

    @Test
    void filesThatDidNotChangeAreNotReadAgain() throws Exception {
        write(Files.createDirectories(folder().resolve(ACCOUNT)), POD);
        look(0);
        look(1);
        assertEquals(1, heard.issued.size());
    }

    /** As Kubernetes mounts a Secret: tls.crt leads to ..data/tls.crt, and ..data is replaced by a rename. */
    @Test
    void linksThatAllMoveAtOnceGiveTheNewCertificate() throws Exception {
        Path account = Files.createDirectories(folder().resolve(ACCOUNT));
        write(Files.createDirectories(account.resolve("..1")), POD);
        Files.createSymbolicLink(account.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(account.resolve("tls.crt"), Path.of("..data/tls.crt"));
        Files.createSymbolicLink(account.resolve("tls.key"), Path.of("..data/tls.key"));
        look(0);
        Heard.Has first = heard.has.get(POD.uid());
        write(Files.createDirectories(account.resolve("..2")), POD);
        Files.createSymbolicLink(account.resolve("..data_tmp"), Path.of("..2"));
        Files.move(account.resolve("..data_tmp"), account.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        look(1);
        assertNotEquals(first.key(), heard.has.get(POD.uid()).key());
    }

    @Test
    void halfOfAPairKeepsTheLastGoodOneAndSaysWhy() throws Exception {
        Path account = Files.createDirectories(folder().resolve(ACCOUNT));
        write(account, POD);
        look(0);
        byte[] crt = Files.readAllBytes(account.resolve("tls.crt"));
        write(account, POD);
        Files.write(account.resolve("tls.crt"), crt);
        look(1);
        assertEquals(1, heard.issued.size());
        assertTrue(heard.failures.get(POD.uid()).endsWith(
                ACCOUNT + ": tls.crt and tls.key are no pair; write both; the certificate from before stays in force"), heard.failures.toString());
    }

    @Test
    void aCertificateOfAnotherAccountIsNotTaken() throws Exception {
        write(Files.createDirectories(folder().resolve(ACCOUNT)), Heard.pod("bank/vault", "vault"));
        look(0);
        assertTrue(heard.has.isEmpty());
        assertTrue(heard.failures.get(POD.uid()).contains("[spiffe://cluster.local/ns/bank/sa/vault]; want one, spiffe://" + ACCOUNT),
                heard.failures.toString());
    }

    @Test
    void aMissingFileIsNamed() {
        look(0);
        assertEquals(folder().resolve(ACCOUNT) + "/tls.crt is not there; write it; the pod has no certificate", heard.failures.get(POD.uid()));
    }

    @Test
    void aBrokenKeyIsNamedAndNeverShown() throws Exception {
        Path account = Files.createDirectories(folder().resolve(ACCOUNT));
        write(account, POD);
        Files.writeString(account.resolve("tls.key"), "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");
        look(0);
        assertTrue(heard.failures.get(POD.uid()).contains("are no pair"), heard.failures.toString());
        Files.writeString(account.resolve("tls.key"), "secret");
        look(1);
        assertTrue(heard.failures.get(POD.uid()).contains("tls.key: holds no 'BEGIN PRIVATE KEY'"), heard.failures.toString());
        assertTrue(!heard.failures.get(POD.uid()).contains("secret"));
    }

    @Test
    void rootsThatCannotBeReadStayAsTheyWere() throws Exception {
        look(0);
        Files.writeString(folder().resolve("ca.crt"), "nothing");
        look(1);
        assertEquals(1, heard.roots.size());
        assertTrue(heard.problems.get("roots").endsWith("the roots from before stay in force"), heard.problems.toString());
    }

    private void look(int seconds) {
        provider.work(List.of(POD), NOW.plusSeconds(seconds), heard);
    }

    private Path folder() {
        return temporary.resolve("certificates");
    }

    private void write(Path folder, Workload pod) throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
        Authority.Signed signed = signer.sign(pod, keys, NOW).toCompletableFuture().join();
        Files.write(folder.resolve("tls.crt"), Pem.certificates(signed.chain()));
        Files.write(folder.resolve("tls.key"), Pem.privateKey(keys.getPrivate().getEncoded()));
    }
}
