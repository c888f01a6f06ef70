package mesh.warren.model.api;

import java.util.ArrayList;

/**
 * The lines that are no rows: {@code message NAME VERDICT[(REFUSAL)] [# REASON]}, and {@code enum NAME VALUE=NUMBER... [# REASON]} where
 * {@code !} before a value refuses it and {@code ?} marks one that nobody has decided.
 */
final class HeadText {

    private HeadText() {}

    static ApiMessage message(String line) {
        var reason = reason(line);
        var words = words(line);
        if (words.length != 3) {
            throw new IllegalArgumentException("expected \"message NAME VERDICT [# REASON]\"");
        }
        int open = words[2].indexOf('(');
        var token = open < 0 ? words[2] : words[2].substring(0, open);
        var verdict = Verdict.ofToken(token)
                .orElseThrow(() -> new IllegalArgumentException("\"" + token + "\" is not a verdict: part, resource, allow, policy or deny"));
        boolean refused = verdict == Verdict.DENY || verdict == Verdict.POLICY;
        if (refused != (open > 0) || open > 0 && !words[2].endsWith(")")) {
            throw new IllegalArgumentException("message " + words[1] + ": policy and deny, and only they, say why in parentheses");
        }
        if (refused && reason.isEmpty()) {
            throw new IllegalArgumentException("message " + words[1] + " is not allowed and needs a reason: \"# why\"");
        }
        RefusalKind refusal = null;
        if (refused) {
            var kind = words[2].substring(open + 1, words[2].length() - 1);
            refusal = RefusalKind.ofToken(kind).orElseThrow(() -> new IllegalArgumentException("\"" + kind + "\" is not a reason to refuse"));
        }
        return new ApiMessage(words[1], verdict, refusal, reason);
    }

    static ApiEnum enumeration(String line) {
        var words = words(line);
        if (words.length < 3) {
            throw new IllegalArgumentException("expected \"enum NAME VALUE=NUMBER... [# REASON]\"");
        }
        var values = new ArrayList<ApiEnum.Value>();
        boolean refuses = false;
        for (int i = 2; i < words.length; i++) {
            var decision = switch (words[i].charAt(0)) {
                case '!' -> ApiEnum.Decision.REFUSED;
                case '?' -> ApiEnum.Decision.UNDECIDED;
                default -> ApiEnum.Decision.ACCEPTED;
            };
            refuses |= decision == ApiEnum.Decision.REFUSED;
            int equals = words[i].indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("\"" + words[i] + "\": expected VALUE=NUMBER");
            }
            var name = words[i].substring(decision == ApiEnum.Decision.ACCEPTED ? 0 : 1, equals);
            try {
                values.add(new ApiEnum.Value(Integer.parseInt(words[i].substring(equals + 1)), name, decision));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("\"" + words[i] + "\": expected VALUE=NUMBER");
            }
        }
        if (refuses && reason(line).isEmpty()) {
            throw new IllegalArgumentException("enum " + words[1] + " refuses a value and needs a reason: \"# why\"");
        }
        return new ApiEnum(words[1], values, reason(line));
    }

    private static String reason(String line) {
        int hash = line.indexOf(" #");
        return hash < 0 ? "" : line.substring(hash + 2).strip();
    }

    private static String[] words(String line) {
        int hash = line.indexOf(" #");
        return (hash < 0 ? line : line.substring(0, hash)).strip().split(" +");
    }
}
