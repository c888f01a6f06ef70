package mesh.warren.model.rewrite.format;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Parses {@code text %COMMAND% text %COMMAND(ARGUMENTS):LENGTH%} and {@code %%} as Envoy does, but stricter where two
 * readings would be thinkable: arguments have no parentheses, and a percent sign only in those of times.
 */
public final class FormatString {

    private final String text;
    private final Set<String> extra;
    private int at;

    private FormatString(String text, Set<String> extra) {
        this.text = text;
        this.extra = extra;
    }

    /**
     * The first problem of the format string in the bytes {@code [from, to)}; null when it has none.
     *
     * @param extra commands allowed besides {@link Commands}
     */
    public static FormatProblem check(byte[] bytes, int from, int to, Set<String> extra) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '%') {
                return check(new String(bytes, from, to - from, StandardCharsets.UTF_8), extra);
            }
        }
        return null;
    }

    /** As {@link #check(byte[], int, int, Set)}. */
    public static FormatProblem check(String text, Set<String> extra) {
        return new FormatString(text, extra).firstProblem();
    }

    private FormatProblem firstProblem() {
        while ((at = text.indexOf('%', at)) >= 0) {
            int start = at++;
            if (at < text.length() && text.charAt(at) == '%') {
                at++;
                continue;
            }
            FormatProblem problem = command(start);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private FormatProblem command(int start) {
        int nameStart = at;
        while (at < text.length() && isNameCharacter(text.charAt(at))) {
            at++;
        }
        String name = text.substring(nameStart, at);
        String arguments = "";
        if (at < text.length() && text.charAt(at) == '(') {
            int close = text.indexOf(')', at);
            if (close < 0) {
                return syntax(start);
            }
            arguments = text.substring(at + 1, close);
            at = close + 1;
        }
        if (at < text.length() && text.charAt(at) == ':') {
            int digits = ++at;
            while (at < text.length() && Character.digit(text.charAt(at), 10) >= 0 && text.charAt(at) < 128) {
                at++;
            }
            if (at == digits || at - digits > 9) {
                return syntax(start);
            }
        }
        if (name.isEmpty() || at >= text.length() || text.charAt(at) != '%') {
            return syntax(start);
        }
        at++;
        return judge(start, name, arguments);
    }

    private FormatProblem judge(int start, String name, String arguments) {
        boolean known = Commands.ALLOWED.contains(name) || extra.contains(name);
        if (!known || !Commands.mayRead(name, arguments)) {
            return new FormatProblem(false, shown(start));
        }
        boolean plain = arguments.indexOf('(') < 0 && (arguments.indexOf('%') < 0 || Commands.TIMES.contains(name));
        return plain ? null : syntax(start);
    }

    private FormatProblem syntax(int start) {
        return new FormatProblem(true, shown(start));
    }

    private String shown(int start) {
        String part = text.substring(start, Math.min(text.length(), Math.max(at, start + 1)));
        return part.length() > 60 ? part.substring(0, 60) + "..." : part;
    }

    private static boolean isNameCharacter(char c) {
        return c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }
}
