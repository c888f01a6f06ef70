package mesh.warren.agent.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import mesh.warren.agent.domain.ControlPlane;
import mesh.warren.agent.domain.Protocol;
import mesh.warren.agent.domain.ServerAddress;
import mesh.warren.agent.domain.Template;
import mesh.warren.agent.domain.Tls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class CredentialsTest {

    private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    @TempDir
    private Path folder;
    private final RecordingObserver observer = new RecordingObserver();
    private final Upstream upstream = Sidecars.upstream(observer);

    @AfterEach
    void end() {
        upstream.close();
    }

    private static ControlPlane plane(ServerAddress address, Optional<Tls> tls, Optional<Template> token) {
        ControlPlane plain = Sidecars.plane(address, Protocol.DELTA);
        return new ControlPlane(plain.domain(), address, Protocol.DELTA, tls, Optional.empty(), token, plain.node(), plain.policy(),
                plain.identities(), plain.limits());
    }

    @Test
    void eachPodHasItsOwnTokenAndANewStreamHasTheNewOne() throws Exception {
        Files.writeString(folder.resolve("web"), "first\n");
        try (ScriptedControlPlane server = ScriptedControlPlane.plain()) {
            upstream.join(Sidecars.pod("web"), plane(server.address(), Optional.empty(), Optional.of(Template.parse(folder + "/${pod.name}"))));
            ServerStream<DeltaDiscoveryRequest, DeltaDiscoveryResponse> stream = server.next();
            assertEquals("Bearer first", stream.headers().get(AUTHORIZATION));
            Files.writeString(folder.resolve("web"), "second\n");
            stream.end(Status.UNAUTHENTICATED);
            assertEquals("Bearer second", server.next().headers().get(AUTHORIZATION));
        }
    }

    @Test
    void aTokenThatIsMissingIsSaidAndTriedAgain() throws Exception {
        try (ScriptedControlPlane server = ScriptedControlPlane.plain()) {
            upstream.join(Sidecars.pod("web"), plane(server.address(), Optional.empty(), Optional.of(Template.parse(folder + "/token"))));
            observer.state("token file " + folder + "/token");
            Files.writeString(folder.resolve("token"), "late");
            assertEquals("Bearer late", server.next().headers().get(AUTHORIZATION));
        }
    }
}
