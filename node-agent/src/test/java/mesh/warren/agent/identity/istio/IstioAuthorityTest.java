package mesh.warren.agent.identity.istio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import mesh.warren.agent.domain.Template;
import mesh.warren.agent.identity.CertificateCheck;
import mesh.warren.agent.identity.Heard;
import mesh.warren.agent.identity.Workload;
import mesh.warren.agent.identity.authority.SigningProvider;
import mesh.warren.agent.upstream.connect.TokenFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class IstioAuthorityTest {

    private static final Workload CART = Heard.pod("shop/cart", "cart");
    private static final Workload WEB = Heard.pod("shop/web", "web");

    private final Heard heard = new Heard();
    private final BlockingQueue<Boolean> woken = new LinkedBlockingQueue<>();
    private FakeIstiod istiod;
    private SigningProvider provider;

    @TempDir
    Path temporary;

    @BeforeEach
    void start() throws IOException {
        istiod = new FakeIstiod(temporary.resolve("authority"));
        IstioAuthority authority = new IstioAuthority(
                NettyChannelBuilder.forAddress("127.0.0.1", istiod.port()).usePlaintext().build(),
                new TokenFile(Template.parse(temporary + "/token-${pod.name}")), "east", Duration.ofHours(3), () -> {});
        provider = new SigningProvider(authority, () -> woken.add(true), new Random(1));
    }

    @AfterEach
    void stop() throws InterruptedException {
        provider.close();
        istiod.close();
    }

    @Test
    void eachPodIsKnownByItsOwnTokenAndGetsItsOwnCertificate() throws Exception {
        token(CART, "token-of-cart");
        token(WEB, "token-of-web");
        work(List.of(CART, WEB), Instant.now(), () -> heard.has.size() == 2);
        assertEquals(List.of(CART.id().uri()), CertificateCheck.uris(heard.has.get(CART.uid()).chain().getFirst()));
        assertEquals(List.of(WEB.id().uri()), CertificateCheck.uris(heard.has.get(WEB.uid()).chain().getFirst()));
        assertEquals(1, heard.roots.size());
        assertTrue(istiod.signed.contains(CART.id() + " for 10800 s"), istiod.signed.toString());
    }

    @Test
    void aTokenThatIsNotTakenIsSaidAndNeverShown() throws Exception {
        Files.writeString(temporary.resolve("token-cart"), "secret-token");
        work(List.of(CART), Instant.now(), () -> heard.failures.containsKey(CART.uid()));
        String said = heard.failures.get(CART.uid());
        assertTrue(said.contains("UNAUTHENTICATED; see whether the pod's token"), said);
        assertFalse(said.contains("secret"), said);
    }

    @Test
    void aMissingTokenFileIsNamed() throws Exception {
        work(List.of(CART), Instant.now(), () -> heard.failures.containsKey(CART.uid()));
        assertTrue(heard.failures.get(CART.uid()).contains(temporary + "/token-cart"), heard.failures.toString());
    }

    @Test
    void aPodThatAsksWithANeighboursTokenGetsNothing() throws Exception {
        Files.writeString(temporary.resolve("token-cart"), "token-of-web");
        istiod.tokens.put("token-of-web", WEB);
        work(List.of(CART), Instant.now(), () -> heard.failures.containsKey(CART.uid()));
        assertTrue(heard.has.isEmpty());
        assertEquals(List.of(), istiod.signed);
    }

    @Test
    void whileTheAuthorityIsAwayTheValidCertificateStaysAndThenTheNextComes() throws Exception {
        token(CART, "token-of-cart");
        Instant now = Instant.now();
        work(List.of(CART), now, () -> heard.has.size() == 1);
        Heard.Has first = heard.has.get(CART.uid());
        istiod.away.set(true);
        Instant due = now.plus(Duration.ofHours(15));
        work(List.of(CART), due, () -> heard.failures.containsKey(CART.uid()));
        assertEquals(first, heard.has.get(CART.uid()));
        istiod.away.set(false);
        work(List.of(CART), due.plusSeconds(2), () -> heard.failures.isEmpty());
        assertNotEquals(first.key(), heard.has.get(CART.uid()).key());
    }

    private void token(Workload pod, String token) throws IOException {
        Files.writeString(temporary.resolve("token-" + pod.name().name()), token + "\n");
        istiod.tokens.put(token, pod);
    }

    /** Asks, and looks at each answer, until it is so. */
    private void work(List<Workload> pods, Instant now, BooleanSupplier condition) throws InterruptedException {
        provider.work(pods, now, heard);
        while (!condition.getAsBoolean()) {
            assertTrue(woken.poll(20, TimeUnit.SECONDS) != null, "no answer within 20 s");
            provider.work(pods, now, heard);
        }
    }
}
