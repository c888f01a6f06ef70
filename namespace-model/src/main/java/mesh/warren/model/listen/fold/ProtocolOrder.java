package mesh.warren.model.listen.fold;

import com.github.xds.core.v3.TypedExtensionConfig;
import com.github.xds.type.matcher.v3.Matcher;
import com.github.xds.type.matcher.v3.Matcher.MatcherList;
import com.github.xds.type.matcher.v3.Matcher.MatcherList.Predicate;
import com.github.xds.type.matcher.v3.Matcher.OnMatch;
import com.github.xds.type.matcher.v3.RegexMatcher;
import com.github.xds.type.matcher.v3.StringMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * "The first of the client's protocols that some chain names", asked of a text: Envoy gives matchers the client's list as
 * {@code 'h2','http/1.1'}. The cheap questions come first: protocols of one list only; then the very first protocol; then, for
 * each protocol, that no other list's comes before it.
 *
 * <p>A client that repeats a protocol between two others ({@code a, b, a}) may get the chain of {@code b} where Envoy's own
 * search gives that of {@code a}.
 */
final class ProtocolOrder {

    private ProtocolOrder() {}

    /** A matcher without an answer for clients that offer none of the protocols. */
    static Matcher.Builder list(Map<List<String>, Pick> protocols, TypedExtensionConfig input, Function<Pick, OnMatch> on) {
        MatcherList.Builder list = MatcherList.newBuilder();
        if (protocols.size() > 1) {
            protocols.forEach((names, pick) -> add(list, any(single(names, ProtocolOrder::first, input)), on.apply(pick)));
            protocols.forEach((names, pick) -> {
                List<Predicate> unbeaten = new ArrayList<>();
                for (String name : names) {
                    List<Predicate> all = new ArrayList<>();
                    all.add(single(contains(name), input));
                    protocols.keySet().stream().filter(other -> other != names).flatMap(List::stream)
                            .forEach(other -> all.add(not(single(before(other, name), input))));
                    unbeaten.add(all(all));
                }
                add(list, any(unbeaten), on.apply(pick));
            });
        }
        protocols.forEach((names, pick) -> add(list, any(single(names, ProtocolOrder::contains, input)), on.apply(pick)));
        return Matcher.newBuilder().setMatcherList(list);
    }

    private static void add(MatcherList.Builder list, Predicate predicate, OnMatch on) {
        list.addMatchersBuilder().setPredicate(predicate).setOnMatch(on);
    }

    private static StringMatcher contains(String name) {
        return StringMatcher.newBuilder().setContains("'" + name + "'").build();
    }

    private static StringMatcher first(String name) {
        return StringMatcher.newBuilder().setPrefix("'" + name + "'").build();
    }

    private static StringMatcher before(String first, String second) {
        String regex = ".*'" + quoted(first) + "',(?:.*,)?'" + quoted(second) + "'.*";
        return StringMatcher.newBuilder().setSafeRegex(RegexMatcher.newBuilder()
                .setGoogleRe2(RegexMatcher.GoogleRE2.getDefaultInstance()).setRegex(regex)).build();
    }

    private static String quoted(String name) {
        StringBuilder quoted = new StringBuilder();
        name.chars().forEach(c -> quoted.append(Character.isLetterOrDigit(c) || c == '-' || c == '/' || c == '_' ? "" : "\\").append((char) c));
        return quoted.toString();
    }

    private static List<Predicate> single(List<String> names, Function<String, StringMatcher> matcher, TypedExtensionConfig input) {
        return names.stream().map(name -> single(matcher.apply(name), input)).toList();
    }

    private static Predicate single(StringMatcher matcher, TypedExtensionConfig input) {
        return Predicate.newBuilder()
                .setSinglePredicate(Predicate.SinglePredicate.newBuilder().setInput(input).setValueMatch(matcher))
                .build();
    }

    private static Predicate not(Predicate predicate) {
        return Predicate.newBuilder().setNotMatcher(predicate).build();
    }

    /** Envoy wants two at least in each list. */
    private static Predicate any(List<Predicate> predicates) {
        return predicates.size() == 1 ? predicates.getFirst() : Predicate.newBuilder()
                .setOrMatcher(Predicate.PredicateList.newBuilder().addAllPredicate(predicates)).build();
    }

    private static Predicate all(List<Predicate> predicates) {
        return predicates.size() == 1 ? predicates.getFirst() : Predicate.newBuilder()
                .setAndMatcher(Predicate.PredicateList.newBuilder().addAllPredicate(predicates)).build();
    }
}
