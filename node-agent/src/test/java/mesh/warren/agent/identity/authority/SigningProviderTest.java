package mesh.warren.agent.identity.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import mesh.warren.agent.identity.Heard;
import mesh.warren.agent.identity.Workload;
import mesh.warren.agent.identity.builtin.BuiltinAuthority;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class SigningProviderTest {

    private static final Instant BEGIN = Instant.parse("2027-01-01T00:00:00Z");
    private static final Duration LIFE = Duration.ofHours(24);
    private static final Workload POD = Heard.pod("shop/cart", "cart");

    private final Heard heard = new Heard();
    private boolean away;
    private int asked;
    private Workload insteadOf;
    private SigningProvider provider;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        provider = new SigningProvider(authority(), () -> {}, new Random(1));
    }

    @Test
    void aCertificateIsRenewedAroundHalfOfItsLifeWithANewKey() {
        Instant next = provider.work(List.of(POD), BEGIN, heard);
        Heard.Has first = heard.has.get(POD.uid());
        assertTrue(next.isAfter(BEGIN.plus(LIFE.multipliedBy(39).dividedBy(100))), next.toString());
        assertTrue(next.isBefore(BEGIN.plus(LIFE.multipliedBy(61).dividedBy(100))), next.toString());
        provider.work(List.of(POD), next.minusSeconds(1), heard);
        assertEquals(first, heard.has.get(POD.uid()));
        provider.work(List.of(POD), next, heard);
        assertNotEquals(first.key(), heard.has.get(POD.uid()).key());
    }

    @Test
    void podsThatCameTogetherAreRenewedApart() {
        List<Workload> pods = IntStream.range(0, 100).mapToObj(i -> Heard.pod("shop/cart-" + i, "cart")).toList();
        Instant now = provider.work(pods, BEGIN, heard);
        Set<Instant> moments = new HashSet<>();
        while (heard.issued.size() < 200) {
            moments.add(now);
            now = provider.work(pods, now, heard);
        }
        assertTrue(moments.size() > 90, moments.size() + " moments");
    }

    @Test
    void whatIsValidStaysWhileRenewalFailsAndQuestionsBecomeRare() {
        Instant now = provider.work(List.of(POD), BEGIN, heard);
        Heard.Has first = heard.has.get(POD.uid());
        away = true;
        asked = 0;
        for (int hour = 0; hour < 60; hour++) {
            Instant next = provider.work(List.of(POD), now, heard);
            assertTrue(Duration.between(now, next).compareTo(Duration.ofSeconds(91)) < 0, "waits for " + Duration.between(now, next));
            now = next;
        }
        assertEquals(first, heard.has.get(POD.uid()));
        assertEquals("the authority is away", heard.failures.get(POD.uid()));
        assertTrue(Duration.between(BEGIN, now).compareTo(LIFE) < 0);
        away = false;
        provider.work(List.of(POD), now, heard);
        assertNotEquals(first, heard.has.get(POD.uid()));
        assertEquals(60, asked - 1);
    }

    @Test
    void aCertificateOfSomebodyElseIsNotTaken() {
        insteadOf = Heard.pod("bank/vault", "vault");
        provider.work(List.of(POD), BEGIN, heard);
        assertTrue(heard.has.isEmpty());
        assertEquals("the certificate's URIs are [spiffe://cluster.local/ns/bank/sa/vault]; want one, spiffe://cluster.local/ns/shop/sa/cart",
                heard.failures.get(POD.uid()));
    }

    @Test
    void aPodThatIsSomebodyElseNowGetsAnotherCertificateAtOnce() {
        provider.work(List.of(POD), BEGIN, heard);
        provider.work(List.of(Heard.pod("shop/cart", "cart-two")), BEGIN.plusSeconds(1), heard);
        assertEquals(List.of("cart", "cart-two"), heard.issued.stream().map(pod -> pod.id().serviceAccount()).toList());
    }

    private Authority authority() throws IOException {
        BuiltinAuthority signer = new BuiltinAuthority(Heard.DOMAIN, folder, LIFE, BEGIN);
        return new Authority() {
            @Override
            public CompletionStage<Signed> sign(Workload pod, KeyPair keys, Instant now) {
                asked++;
                return away ? CompletableFuture.failedFuture(new IOException("the authority is away"))
                        : signer.sign(insteadOf == null ? pod : insteadOf, keys, now);
            }

            @Override
            public List<X509Certificate> roots(Instant now) {
                return signer.roots(now);
            }

            @Override
            public void close() {
                signer.close();
            }
        };
    }
}
