package mesh.warren.model.api;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of the table taken apart. By hand: a regular expression for each of some thousand lines would be most of the time that the
 * agent takes to load the table.
 *
 * @param words  what stands before the reason, split at spaces
 * @param reason what follows {@code #}; empty for none
 */
record LineText(List<String> words, String reason) {

    static LineText of(String line) {
        int hash = line.indexOf(" #");
        int end = hash < 0 ? line.length() : hash;
        var words = new ArrayList<String>(6);
        for (int at = 0; at < end; ) {
            if (line.charAt(at) == ' ') {
                at++;
                continue;
            }
            int space = line.indexOf(' ', at);
            int to = space < 0 || space > end ? end : space;
            words.add(line.substring(at, to));
            at = to;
        }
        return new LineText(words, hash < 0 ? "" : line.substring(hash + 2).strip());
    }

    /** What stands before the parenthesis of {@code token(argument)}. */
    static String token(String word) {
        int open = word.indexOf('(');
        return open < 0 ? word : word.substring(0, open);
    }

    /** What stands in the parentheses of {@code token(argument)}; empty for none; null when they are not closed. */
    static String argument(String word) {
        int open = word.indexOf('(');
        if (open < 0) {
            return "";
        }
        return word.endsWith(")") ? word.substring(open + 1, word.length() - 1) : null;
    }
}
