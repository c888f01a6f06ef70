package mesh.warren.cli.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import mesh.warren.agent.envoy.EnvoyNode;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.confine.UpstreamBinding;
import mesh.warren.model.rewrite.DnsRelay;
import mesh.warren.model.rewrite.NamespaceView;
import mesh.warren.model.rewrite.RewriteContext;
import mesh.warren.model.rewrite.RewriteOutcome.Accepted;
import mesh.warren.model.rewrite.Rewriter;
import mesh.warren.model.rewrite.policy.RewritePolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All that the corpus of allowed configurations holds, rewritten for two namespaces, in one real Envoy. */
@Tag("node")
class AllowedCorpusNodeTest {

    private static final List<String> NAMESPACES = List.of("ns-a", "ns-b");
    private static final RewriteContext RELAYED =
            new RewriteContext(NamespaceView.DEFAULT.withResolver(new DnsRelay("127.0.0.1", 5353)), RewritePolicy.DEFAULT);

    @Test
    void oneEnvoyTakesTheCorpusForTwoNamespacesWithoutAWordAboutAName() {
        var types = EnvoyTypes.load();
        var results = results(new Corpus(types), types);
        var out = new StringWriter();

        boolean well = new Verification(EnvoyNode.binary(), types).run(results, true, new PrintWriter(out, true));

        List<JsonObject> lines = out.toString().lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
        JsonObject answer = lines.stream().filter(line -> line.has("envoy")).findFirst().orElseThrow().getAsJsonObject("envoy");
        assertEquals(new JsonArray(), answer.getAsJsonArray("refused"));
        assertTrue(well, out::toString);
        assertEquals(List.of(), ofNames(answer.getAsJsonArray("log")), "warnings that name a resource");
        assertEquals(List.of(), unanswered(answer));
    }

    /** Each file is a virtual Envoy of its own in each of the two: files may use one name for different things. */
    private static List<Result> results(Corpus corpus, EnvoyTypes types) {
        var rewriter = new Rewriter(ApiTable.committed(), UpstreamBinding.shared("/run/warren/void"));
        var results = new ArrayList<Result>();
        var files = corpus.all("allowed");
        assertTrue(files.size() > 30, files::toString);
        files.forEach((file, inputs) -> {
            var context = InputDiscovery.of(inputs, RELAYED, rewriter, types);
            for (var namespace : NAMESPACES) {
                for (var input : inputs) {
                    var outcome = rewriter.rewrite(input.type(), input.bytes(), context);
                    assertTrue(outcome instanceof Accepted, () -> file + ": " + outcome);
                    results.add(new Result(input, namespace + "." + file.replace('/', '.'), outcome));
                }
            }
        });
        return results;
    }

    private static List<String> ofNames(JsonArray log) {
        var lines = new ArrayList<String>();
        log.forEach(line -> lines.add(line.getAsString()));
        return lines.stream().filter(line -> NAMESPACES.stream().anyMatch(line::contains)).toList();
    }

    private static List<String> unanswered(JsonObject answer) {
        var names = new ArrayList<String>();
        answer.getAsJsonArray("unanswered").forEach(each -> names.add(each.toString()));
        return names;
    }
}
