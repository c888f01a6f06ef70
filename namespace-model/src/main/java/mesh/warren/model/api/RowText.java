package mesh.warren.model.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mesh.warren.model.api.ApiField.Cardinality;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.xds.ResourceType;

/**
 * A field's line: {@code NUMBER NAME CLASS[(ARGUMENT)] SCOPE KIND [oneof=NAME] [# REASON]}. KIND is a scalar, the full name of a
 * message, or {@code enum:} and the full name of an enum; it ends in {@code []} when repeated, in <code>{}</code> for a map (then it
 * names the entry) and in {@code ?} with presence.
 *
 * @param type the full name of the message or the enum; empty for a scalar
 */
record RowText(
        int number, String name, FieldClass rule, String argument, Scope scope, FieldKind kind, Cardinality cardinality,
        String type, String oneof, String reason) {

    private static final String ONEOF = "oneof=";
    private static final String ENUM = "enum:";
    private static final int LONGEST_NUMBER = 12;
    private static final Map<String, Scope> SCOPES = Stream.of(Scope.values())
            .collect(Collectors.toUnmodifiableMap(scope -> scope.name().toLowerCase(Locale.ROOT), Function.identity()));
    private static final Set<String> RESOURCES = Stream.of(ResourceType.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());

    static RowText parse(String line) {
        var text = LineText.of(line);
        var words = text.words();
        if (words.size() < 5 || words.size() > 6) {
            throw new IllegalArgumentException("a row is NUMBER NAME CLASS SCOPE KIND [oneof=NAME] [# REASON], but there are "
                    + words.size() + " words before the reason");
        }
        int number;
        try {
            number = Integer.parseInt(words.get(0));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + words.get(0) + "\" is not a field number");
        }
        var name = words.get(1);
        var rule = rule(words.get(2));
        var argument = argument(words.get(2), rule);
        var scope = SCOPES.get(words.get(3));
        if (scope == null) {
            throw new IllegalArgumentException("\"" + words.get(3) + "\" is not a scope: domain, tenant or pod");
        }
        boolean plain = rule == FieldClass.PLAIN || rule == FieldClass.WALK || rule == FieldClass.UNDECIDED;
        if (text.reason().isEmpty() && (scope != Scope.DOMAIN || !plain)) {
            throw new IllegalArgumentException("field " + name + " is not plain and needs a reason: \"# why\"");
        }
        var oneof = words.size() < 6 ? "" : words.get(5);
        if (!oneof.isEmpty() && !oneof.startsWith(ONEOF)) {
            throw new IllegalArgumentException("\"" + oneof + "\": expected oneof=NAME");
        }
        oneof = oneof.isEmpty() ? "" : oneof.substring(ONEOF.length());
        var cardinality = cardinality(words.get(4));
        var type = type(words.get(4), cardinality);
        var kind = kind(words.get(4), type);
        if (!rule.fits(kind)) {
            throw new IllegalArgumentException("field " + name + ": the class " + rule.token() + " has no rule for a " + kind.token()
                    + (rule == FieldClass.PLAIN ? "; walk is for messages" : ""));
        }
        var fullName = kind == FieldKind.MESSAGE ? type : kind == FieldKind.ENUM ? type.substring(ENUM.length()) : "";
        return new RowText(number, name, rule, argument, scope, kind, cardinality, fullName, oneof, text.reason());
    }

    private static Cardinality cardinality(String word) {
        return word.endsWith("[]") ? Cardinality.REPEATED
                : word.endsWith("{}") ? Cardinality.MAP
                : word.endsWith("?") ? Cardinality.OPTIONAL : Cardinality.SINGULAR;
    }

    private static String type(String word, Cardinality cardinality) {
        return word.substring(0, word.length() - switch (cardinality) {
            case REPEATED, MAP -> 2;
            case OPTIONAL -> 1;
            case SINGULAR -> 0;
        });
    }

    private static FieldKind kind(String word, String type) {
        if (type.startsWith(ENUM)) {
            return FieldKind.ENUM;
        }
        if (type.indexOf('.') > 0) {
            return FieldKind.MESSAGE;
        }
        return FieldKind.ofToken(type).orElseThrow(() -> new IllegalArgumentException("\"" + word
                + "\" is not a kind: a scalar, a message's full name or enum:FULL-NAME"));
    }

    private static FieldClass rule(String word) {
        var token = LineText.token(word);
        return FieldClass.ofToken(token).orElseThrow(() -> new IllegalArgumentException("\"" + token + "\" is not a class: one of "
                + Arrays.stream(FieldClass.values()).map(FieldClass::token).collect(Collectors.joining(", "))));
    }

    private static String argument(String word, FieldClass rule) {
        var argument = LineText.argument(word);
        boolean none = rule.argument() == FieldClass.Argument.NONE;
        if (argument == null || none != argument.isEmpty()) {
            throw new IllegalArgumentException("\"" + word + "\": the class " + rule.token()
                    + (none ? " has no argument" : " needs an argument in parentheses"));
        }
        boolean known = switch (rule.argument()) {
            case RESOURCE -> RESOURCES.contains(argument);
            case REFUSAL -> RefusalKind.ofToken(argument).isPresent();
            case NUMBER -> isNumber(argument);
            case VALUE -> argument.equals("true") || argument.equals("false") || isNumber(argument);
            case TEXT, NONE -> true;
        };
        if (!known) {
            throw new IllegalArgumentException("\"" + argument + "\" is not an argument of the class " + rule.token());
        }
        return argument;
    }

    private static boolean isNumber(String argument) {
        return argument.length() <= LONGEST_NUMBER && argument.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
