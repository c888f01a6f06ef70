package mesh.warren.model.api;

import java.util.ArrayList;
import mesh.warren.model.symbolic.Scope;

/**
 * The lines that are no rows: {@code message NAME VERDICT[(REFUSAL)|(SCOPE)] [# REASON]}, and {@code enum NAME VALUE=NUMBER... [# REASON]} where
 * {@code !} before a value refuses it and {@code ?} marks one that nobody has decided.
 */
final class HeadText {

    private HeadText() {}

    static ApiMessage message(String line) {
        var text = LineText.of(line);
        if (text.words().size() != 3) {
            throw new IllegalArgumentException("expected \"message NAME VERDICT [# REASON]\"");
        }
        var name = text.words().get(1);
        var word = text.words().get(2);
        var token = LineText.token(word);
        var verdict = Verdict.ofToken(token)
                .orElseThrow(() -> new IllegalArgumentException("\"" + token + "\" is not a verdict: part, resource, allow, policy or deny"));
        boolean refused = verdict == Verdict.DENY || verdict == Verdict.POLICY;
        var why = LineText.argument(word);
        if (verdict == Verdict.ALLOW && why != null && !why.isEmpty()) {
            return narrow(name, why, text.reason());
        }
        if (why == null || refused == why.isEmpty()) {
            throw new IllegalArgumentException("message " + name + ": policy and deny, and only they, say why in parentheses");
        }
        if (!refused) {
            return new ApiMessage(name, verdict, null, text.reason(), Scope.DOMAIN);
        }
        if (text.reason().isEmpty()) {
            throw new IllegalArgumentException("message " + name + " is not allowed and needs a reason: \"# why\"");
        }
        var refusal = RefusalKind.ofToken(why).orElseThrow(() -> new IllegalArgumentException("\"" + why + "\" is not a reason to refuse"));
        return new ApiMessage(name, verdict, refusal, text.reason(), Scope.DOMAIN);
    }

    /** A type whose state is there whatever its fields say. */
    private static ApiMessage narrow(String name, String scope, String reason) {
        if (reason.isEmpty()) {
            throw new IllegalArgumentException("message " + name + " is shared less widely and needs a reason: \"# why\"");
        }
        return new ApiMessage(name, Verdict.ALLOW, null, reason, switch (scope) {
            case "tenant" -> Scope.TENANT;
            case "pod" -> Scope.POD;
            default -> throw new IllegalArgumentException("message " + name + ": allow(" + scope + "): want tenant or pod");
        });
    }

    static ApiEnum enumeration(String line) {
        var text = LineText.of(line);
        var words = text.words();
        if (words.size() < 3) {
            throw new IllegalArgumentException("expected \"enum NAME VALUE=NUMBER... [# REASON]\"");
        }
        var values = new ArrayList<ApiEnum.Value>();
        words.subList(2, words.size()).forEach(word -> values.add(value(word)));
        if (text.reason().isEmpty() && values.stream().anyMatch(value -> value.decision() == ApiEnum.Decision.REFUSED)) {
            throw new IllegalArgumentException("enum " + words.get(1) + " refuses a value and needs a reason: \"# why\"");
        }
        return new ApiEnum(words.get(1), values, text.reason());
    }

    private static ApiEnum.Value value(String word) {
        var decision = switch (word.charAt(0)) {
            case '!' -> ApiEnum.Decision.REFUSED;
            case '?' -> ApiEnum.Decision.UNDECIDED;
            default -> ApiEnum.Decision.ACCEPTED;
        };
        int equals = word.indexOf('=');
        try {
            return new ApiEnum.Value(Integer.parseInt(word.substring(equals + 1)),
                    word.substring(decision == ApiEnum.Decision.ACCEPTED ? 0 : 1, equals), decision);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("\"" + word + "\": expected VALUE=NUMBER");
        }
    }
}
