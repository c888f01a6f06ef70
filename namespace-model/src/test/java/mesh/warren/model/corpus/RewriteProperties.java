package mesh.warren.model.corpus;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import mesh.warren.model.rewrite.RewriteContext;
import mesh.warren.model.rewrite.RewriteOutcome;
import mesh.warren.model.rewrite.RewriteOutcome.Accepted;
import mesh.warren.model.rewrite.RewriteOutcome.Refused;

/** What must hold for the rewriting of any bytes whatever. */
final class RewriteProperties {

    /** With a relay and with something discovered, so that more is accepted. */
    private static final RewriteContext CONTEXT = Rewriting.context(CorpusFile.all("allowed").stream()
            .filter(file -> file.name().equals("route/discovered")).findFirst().orElseThrow().resources());

    private RewriteProperties() {}

    /** What does not hold; empty when all is well. */
    static List<String> violations(Resource input) {
        RewriteOutcome outcome;
        try {
            outcome = Rewriting.of(input, CONTEXT);
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            return List.of("throws " + e + " at " + (e.getStackTrace().length > 0 ? e.getStackTrace()[0] : "?"));
        }
        return switch (outcome) {
            case Refused refused -> refused(refused);
            case Accepted accepted -> accepted(input, accepted);
        };
    }

    private static List<String> refused(Refused refused) {
        var wrong = new ArrayList<String>();
        if (refused.refusals().isEmpty()) {
            wrong.add("refused without a reason");
        }
        for (var refusal : refused.refusals()) {
            if (refusal.rule().isBlank() || refusal.remedy().isBlank()) {
                wrong.add("a refusal without rule or remedy: " + refusal);
            }
        }
        return wrong;
    }

    private static List<String> accepted(Resource input, Accepted accepted) {
        var wrong = new ArrayList<String>();
        var a = Rewriting.resolved(accepted, "a^");
        var b = Rewriting.resolved(accepted, "bb^");
        OutputCheck.findings(new Resource(input.typeUrl(), a), "a^").forEach(finding -> wrong.add("for a: " + finding));
        OutputCheck.findings(new Resource(input.typeUrl(), b), "bb^").forEach(finding -> wrong.add("for b: " + finding));
        var canonical = accepted.resource().bytes().canonical();
        if (!Rewriting.resolved(accepted, "").equals(canonical)) {
            wrong.add("resolving each name to itself does not give the canonical bytes");
        }
        again(new Resource(input.typeUrl(), input.bytes()), canonical, "a second time", wrong);
        again(normalised(input), canonical, "after protobuf has read and written it", wrong);
        return wrong;
    }

    /** The same content gives the same canonical bytes. */
    private static void again(Resource input, ByteString canonical, String how, List<String> wrong) {
        var outcome = Rewriting.of(input, CONTEXT);
        var accepted = Rewriting.accepted(outcome);
        if (accepted.isEmpty()) {
            wrong.add(how + " it is refused: " + outcome);
        } else if (!accepted.get().resource().bytes().canonical().equals(canonical)) {
            wrong.add(how + " the canonical bytes differ");
        }
    }

    private static Resource normalised(Resource input) {
        try {
            var message = DynamicMessage.parseFrom(EnvoyDescriptors.message(input.message()), input.bytes());
            return new Resource(input.typeUrl(), message.toByteString());
        } catch (InvalidProtocolBufferException e) {
            return input;
        }
    }
}
