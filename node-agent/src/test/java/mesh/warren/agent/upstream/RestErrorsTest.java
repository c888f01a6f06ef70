package mesh.warren.agent.upstream;

import static mesh.warren.agent.upstream.Sidecars.names;
import static mesh.warren.agent.upstream.Sidecars.pod;
import static mesh.warren.agent.upstream.Sidecars.upserts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.util.List;
import java.util.Optional;
import mesh.warren.agent.domain.Protocol;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A REST server that misbehaves: what is wrong is said, what was received stays, and it is asked again. */
@Tag("process")
class RestErrorsTest {

    private static final PodUid WEB = new PodUid("web");

    private final RecordingObserver observer = new RecordingObserver();
    private final Upstream upstream = Sidecars.upstream(observer);
    private ScriptedRest server;

    @BeforeEach
    void begin() throws Exception {
        server = new ScriptedRest();
    }

    @AfterEach
    void end() {
        upstream.close();
        server.close();
    }

    private void join() {
        upstream.join(pod("web"), Sidecars.impatient(server.address(), Protocol.REST, Optional.empty()));
    }

    private static String cluster(String name) {
        return "{\"@type\": \"type.googleapis.com/envoy.config.cluster.v3.Cluster\", \"name\": \"" + name + "\", \"connect_timeout\": \"1s\"}";
    }

    private static boolean version(JsonObject question, String version) {
        return question.has("version_info") && question.get("version_info").getAsString().equals(version);
    }

    private void taken(String version) throws InterruptedException {
        UpstreamPush push = observer.push();
        assertEquals(List.of("a"), upserts(push));
        upstream.ack(WEB, push.number());
        server.asked("clusters", question -> version(question, version));
    }

    @Test
    void whatIsTakenIsNamedWithItsVersionInTheNextQuestion() throws Exception {
        server.serve("clusters", "7", cluster("a"));
        join();
        taken("7");
    }

    @Test
    void typesThatTheServerDoesNotHaveHoldNothingUp() throws Exception {
        server.serve("clusters", "1", cluster("a"));
        join();
        upstream.subscribe(WEB, ResourceType.EXTENSION, names("never"));
        server.asked("extension_configs", _ -> true);
        taken("1");
    }

    @Test
    void anErrorOfTheServerIsSaidAndTheServerAskedAgain() throws Exception {
        server.answer("clusters", 500, "oops");
        join();
        observer.state("answers 500 to clusters");
        server.serve("clusters", "1", cluster("a"));
        taken("1");
        observer.state(null);
    }

    @Test
    void whatIsNoJsonIsSaid() throws Exception {
        server.answer("clusters", 200, "<html>welcome</html>");
        join();
        observer.state("clusters: ");
        server.serve("clusters", "1", cluster("a"));
        taken("1");
    }

    @Test
    void aResponseThatIsTooLongIsSaid() throws Exception {
        server.serve("clusters", "1", cluster("x".repeat(Sidecars.LONGEST_MESSAGE)));
        join();
        observer.state("asking http://");
        server.serve("clusters", "2", cluster("a"));
        taken("2");
    }

    @Test
    void aResourceThatCannotBeReadIsRefusedByNameAndTheRestIsTaken() throws Exception {
        server.serve("clusters", "1", cluster("a") + "," + cluster("b").replace("connect_timeout", "conect_timeout"));
        join();
        UpstreamPush push = observer.push();
        assertEquals(List.of("a"), upserts(push));
        assertTrue(push.problems().getFirst().contains("'b'") && push.problems().getFirst().contains("conect_timeout"), push.problems().toString());
        upstream.ack(WEB, push.number());
        JsonObject refusal = server.asked("clusters", question -> question.has("error_detail")).body().getAsJsonObject("error_detail");
        assertTrue(refusal.get("message").getAsString().contains("conect_timeout"), refusal.toString());
    }

    @Test
    void aRefusalIsToldWithTheNextQuestionAndTheFixIsTaken() throws Exception {
        server.serve("clusters", "1", cluster("a"));
        join();
        upstream.nack(WEB, observer.push().number(), "cluster 'a': field connect_timeout");
        JsonObject question = server.asked("clusters", body -> body.has("error_detail")).body();
        assertEquals("cluster 'a': field connect_timeout", question.getAsJsonObject("error_detail").get("message").getAsString());
        server.serve("clusters", "2", cluster("a").replace("1s", "2s"));
        UpstreamPush again = observer.push();
        while (again.upserts().isEmpty() || Cluster.parseFrom(again.upserts().getFirst().content()).getConnectTimeout().getSeconds() != 2) {
            upstream.nack(WEB, again.number(), "still");
            again = observer.push();
        }
        upstream.ack(WEB, again.number());
        server.asked("clusters", body -> version(body, "2") && !body.has("error_detail"));
    }

    @Test
    void aServerThatIsGoneLosesNothingAndIsFoundAgain() throws Exception {
        server.serve("clusters", "1", cluster("a"));
        join();
        taken("1");
        server.kill();
        observer.state("asking http://");
        assertEquals(1, Sidecars.status(upstream, "web").orElseThrow().resources());
        server.start();
        server.asked("clusters", question -> version(question, "1"));
        observer.state(null);
        assertEquals(0, observer.unread(), "nothing came anew");
    }
}
