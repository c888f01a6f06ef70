package mesh.warren.model.rewrite;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import mesh.warren.model.api.RefusalKind;
import mesh.warren.model.rewrite.wire.Source;

/** Collects what is said about one resource, with paths. Knows where the walk stands. */
final class Report {

    private static final int SHOWN = 80;

    private final Source source;
    final Path path = new Path();
    final List<Refusal> refusals = new ArrayList<>();
    final List<Notice> notices = new ArrayList<>();
    /** Above 0 where content is thrown away: then only what nobody knows matters. */
    int muted;

    Report(Source source) {
        this.source = source;
    }

    void reset() {
        path.reset();
        refusals.clear();
        notices.clear();
        muted = 0;
    }

    void refuse(Rule rule, String value) {
        refuse(rule.id(), value, rule.remedy());
    }

    void refuse(RefusalKind kind, String value) {
        refuse(kind.token(), value, kind.remedy());
    }

    void refuse(String rule, String value, String remedy) {
        if (muted == 0) {
            add(new Refusal(path.toString(source), rule, value, remedy));
        }
    }

    /** Refuses the leaf field with its value, the bytes {@code [from, to)}. */
    void refuse(Rule rule, int from, int to) {
        refuse(rule, text(from, to));
    }

    void notice(String text) {
        if (muted == 0 && notices.size() < RewriteOutcome.Refused.MOST) {
            notices.add(new Notice(path.toString(source), text));
        }
    }

    /** A field that the table does not have, or (then {@code known}) not with this wire type. Also counts in muted content. */
    void unknown(MessagePlan message, int number, int wireType, FieldPlan known, int from, int to) {
        String step = known == null ? Integer.toString(number) : known.name;
        String problem = known == null ? "field " + number : known.name + " with wire type " + wireType;
        add(new Refusal(path.toString(source, step), Rule.UNKNOWN_FIELD.id(),
                problem + " of " + message.name, Rule.UNKNOWN_FIELD.remedy()));
    }

    /** An unknown field of a message that stands nowhere in the table. */
    void unknown(String message, int number) {
        add(new Refusal(path.toString(source) + "." + number, Rule.UNKNOWN_FIELD.id(),
                "field " + number + " of " + message, Rule.UNKNOWN_FIELD.remedy()));
    }

    private void add(Refusal refusal) {
        if (refusals.size() < RewriteOutcome.Refused.MOST) {
            refusals.add(refusal);
        }
    }

    /** The bytes as text that is safe to print: at most 80 characters, control characters and broken UTF-8 escaped. */
    String text(int from, int to) {
        StringBuilder text = new StringBuilder();
        String decoded = new String(source.bytes, from, Math.min(to - from, 4 * SHOWN), StandardCharsets.UTF_8);
        for (int i = 0; i < decoded.length() && text.length() < SHOWN; i++) {
            char c = decoded.charAt(i);
            if (Character.isISOControl(c) || c == 0xfffd || c == 0x2028 || c == 0x2029 || Character.getType(c) == Character.FORMAT) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        boolean cut = to - from > 4 * SHOWN || decoded.length() > SHOWN;
        return cut ? text + "..." : text.toString();
    }
}
