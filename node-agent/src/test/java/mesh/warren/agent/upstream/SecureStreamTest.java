package mesh.warren.agent.upstream;

import static mesh.warren.agent.upstream.Sidecars.cluster;
import static mesh.warren.agent.upstream.Sidecars.delta;
import static mesh.warren.agent.upstream.Sidecars.pod;
import static mesh.warren.agent.upstream.Sidecars.upserts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Grpc;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mesh.warren.agent.domain.ControlPlane;
import mesh.warren.agent.domain.Protocol;
import mesh.warren.agent.domain.Template;
import mesh.warren.agent.domain.Tls;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams over TLS, in one direction and in both. */
@Tag("process")
class SecureStreamTest {

    private static final String SPIFFE = "spiffe://cluster.local/ns/istio-system/sa/istiod";

    @TempDir
    private Path folder;
    private TestAuthority authority;
    private final RecordingObserver observer = new RecordingObserver();
    private final Upstream upstream = Sidecars.upstream(observer);

    @BeforeEach
    void begin() throws Exception {
        authority = new TestAuthority(folder, "mesh");
    }

    @AfterEach
    void end() {
        upstream.close();
    }

    private SslContext server(TestAuthority.Pair shown, ClientAuth clients) throws IOException, GeneralSecurityException {
        return GrpcSslContexts.forServer(shown.certificate().toFile(), shown.key().toFile())
                .trustManager(authority.ca().toFile()).clientAuth(clients).build();
    }

    private ScriptedControlPlane serving(TestAuthority.Pair shown, ClientAuth clients) throws IOException, GeneralSecurityException {
        SslContext context = server(shown, clients);
        return ScriptedControlPlane.start(builder -> builder.sslContext(context));
    }

    private ControlPlane plane(ScriptedControlPlane server, Path ca, List<String> names, Optional<Tls.Identity> identity) {
        return Sidecars.impatient(server.address(), Protocol.DELTA, Optional.of(new Tls(Optional.of(ca), names, identity)));
    }

    private Optional<Tls.Identity> identity(String pattern) {
        return Optional.of(new Tls.Identity(Template.parse(folder + "/" + pattern + ".pem"), Template.parse(folder + "/" + pattern + ".key")));
    }

    private void served(ScriptedControlPlane server) throws InterruptedException {
        server.<DeltaDiscoveryRequest, DeltaDiscoveryResponse>next()
                .send(delta(ResourceType.CLUSTER, "1", Map.of("a", cluster("a", ""))));
        assertEquals(List.of("a"), upserts(observer.push()));
    }

    private static String client(ServerStream<?, ?> stream) throws Exception {
        return stream.attributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION).getPeerPrincipal().getName();
    }

    @Test
    void aServerOfTheTrustedAuthorityForTheDialledHostIsTaken() throws Exception {
        try (ScriptedControlPlane server = serving(authority.issue("server", TestAuthority.ip("127.0.0.1")), ClientAuth.NONE)) {
            upstream.join(pod("web"), plane(server, authority.ca(), List.of(), Optional.empty()));
            served(server);
        }
    }

    @Test
    void aServerForAnotherHostIsRefused() throws Exception {
        try (ScriptedControlPlane server = serving(authority.issue("server", TestAuthority.dns("istiod.istio-system.svc")), ClientAuth.NONE)) {
            upstream.join(pod("web"), plane(server, authority.ca(), List.of(), Optional.empty()));
            observer.state("UNAVAILABLE");
            assertEquals(0, server.waiting());
        }
    }

    @Test
    void aServerOfAnotherAuthorityIsRefused() throws Exception {
        try (ScriptedControlPlane server = serving(authority.issue("server", TestAuthority.ip("127.0.0.1")), ClientAuth.NONE)) {
            upstream.join(pod("web"), plane(server, new TestAuthority(folder, "other").ca(), List.of(), Optional.empty()));
            observer.state("UNAVAILABLE");
            assertEquals(0, server.waiting());
        }
    }

    @Test
    void aServerMayBeNamedByItsSpiffeId() throws Exception {
        try (ScriptedControlPlane server = serving(authority.issue("server", TestAuthority.uri(SPIFFE)), ClientAuth.NONE)) {
            upstream.join(pod("web"), plane(server, authority.ca(), List.of("istiod.istio-system.svc", SPIFFE), Optional.empty()));
            served(server);
        }
    }

    @Test
    void aServerThatHasNoneOfTheNamesIsRefusedAndBothAreSaid() throws Exception {
        try (ScriptedControlPlane server = serving(authority.issue("server", TestAuthority.uri("spiffe://elsewhere/x")), ClientAuth.NONE)) {
            upstream.join(pod("web"), plane(server, authority.ca(), List.of(SPIFFE), Optional.empty()));
            String said = observer.state("spiffe://elsewhere/x").problem().orElseThrow();
            assertTrue(said.contains(SPIFFE), said);
            assertEquals(0, server.waiting());
        }
    }

    @Test
    void plaintextToAServerOfTlsIsSaidAndNothingElse() throws Exception {
        try (ScriptedControlPlane server = serving(authority.issue("server", TestAuthority.ip("127.0.0.1")), ClientAuth.NONE)) {
            upstream.join(pod("web"), Sidecars.plane(server.address(), Protocol.DELTA));
            observer.state("UNAVAILABLE");
            assertEquals(0, server.waiting());
        }
    }

    @Test
    void theAgentsOwnCertificateIsSharedByAllItsStreams() throws Exception {
        authority.issue("agent", TestAuthority.uri("spiffe://cluster.local/agent"));
        try (ScriptedControlPlane server = serving(authority.issue("server", TestAuthority.ip("127.0.0.1")), ClientAuth.REQUIRE)) {
            ControlPlane plane = plane(server, authority.ca(), List.of(), identity("agent"));
            for (String name : List.of("one", "two")) {
                upstream.join(pod(name), plane);
                assertEquals("CN=agent", client(server.next()));
            }
            assertEquals(1, upstream.connections(plane.domain()).join());
        }
    }

    @Test
    void eachPodShowsItsOwnCertificateOnAConnectionOfItsOwn() throws Exception {
        authority.issue("one", TestAuthority.uri("spiffe://cluster.local/one"));
        authority.issue("two", TestAuthority.uri("spiffe://cluster.local/two"));
        try (ScriptedControlPlane server = serving(authority.issue("server", TestAuthority.ip("127.0.0.1")), ClientAuth.REQUIRE)) {
            ControlPlane plane = plane(server, authority.ca(), List.of(), identity("${pod.name}"));
            upstream.join(pod("one"), plane);
            upstream.join(pod("two"), plane);
            assertEquals(Set.of("CN=one", "CN=two"), Set.of(client(server.next()), client(server.next())));
            assertEquals(2, upstream.connections(plane.domain()).join());
        }
    }

    @Test
    void aPodWithoutItsCertificateWaitsAndSaysWhichFile() throws Exception {
        try (ScriptedControlPlane server = serving(authority.issue("server", TestAuthority.ip("127.0.0.1")), ClientAuth.REQUIRE)) {
            upstream.join(pod("late"), plane(server, authority.ca(), List.of(), identity("${pod.name}")));
            observer.state(folder + "/late.pem");
            authority.issue("late", TestAuthority.uri("spiffe://cluster.local/late"));
            assertEquals("CN=late", client(server.next()));
        }
    }

    @Test
    void aStreamThatIsRefusedForItsCredentialsIsTriedAgain() throws Exception {
        try (ScriptedControlPlane server = serving(authority.issue("server", TestAuthority.ip("127.0.0.1")), ClientAuth.NONE)) {
            upstream.join(pod("web"), plane(server, authority.ca(), List.of(), Optional.empty()));
            server.next().end(Status.PERMISSION_DENIED.withDescription("not you"));
            observer.state("not you");
            served(server);
        }
    }
}
