package mesh.warren.model.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
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

    static RowText parse(String line) {
        int hash = line.indexOf(" #");
        var reason = hash < 0 ? "" : line.substring(hash + 2).strip();
        var words = (hash < 0 ? line : line.substring(0, hash)).strip().split(" +");
        if (words.length < 5 || words.length > 6) {
            throw new IllegalArgumentException("a row is NUMBER NAME CLASS SCOPE KIND [oneof=NAME] [# REASON], but there are "
                    + words.length + " words before the reason");
        }
        int number;
        try {
            number = Integer.parseInt(words[0]);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + words[0] + "\" is not a field number");
        }
        var rule = rule(words[2]);
        var argument = argument(words[2], rule);
        var scope = scope(words[3]);
        if (reason.isEmpty() && (scope != Scope.DOMAIN || rule != FieldClass.PLAIN && rule != FieldClass.WALK && rule != FieldClass.UNDECIDED)) {
            throw new IllegalArgumentException("field " + words[1] + " is not plain and needs a reason: \"# why\"");
        }
        var oneof = words.length < 6 ? "" : words[5];
        if (!oneof.isEmpty() && !oneof.startsWith("oneof=")) {
            throw new IllegalArgumentException("\"" + oneof + "\": expected oneof=NAME");
        }
        return kind(words[4], number, words[1], rule, argument, scope, oneof.isEmpty() ? "" : oneof.substring(6), reason);
    }

    private static RowText kind(String word, int number, String name, FieldClass rule, String argument, Scope scope, String oneof, String reason) {
        var cardinality = word.endsWith("[]") ? Cardinality.REPEATED
                : word.endsWith("{}") ? Cardinality.MAP
                : word.endsWith("?") ? Cardinality.OPTIONAL : Cardinality.SINGULAR;
        int suffix = switch (cardinality) {
            case REPEATED, MAP -> 2;
            case OPTIONAL -> 1;
            case SINGULAR -> 0;
        };
        var type = word.substring(0, word.length() - suffix);
        var scalar = FieldKind.ofToken(type);
        FieldKind kind;
        if (scalar.isPresent()) {
            kind = scalar.get();
            type = "";
        } else if (type.startsWith("enum:")) {
            kind = FieldKind.ENUM;
            type = type.substring(5);
        } else if (type.indexOf('.') > 0) {
            kind = FieldKind.MESSAGE;
        } else {
            throw new IllegalArgumentException("\"" + word + "\" is not a kind: a scalar, a message's full name or enum:FULL-NAME");
        }
        if (kind == FieldKind.MESSAGE && rule == FieldClass.PLAIN || kind != FieldKind.MESSAGE && rule == FieldClass.WALK) {
            throw new IllegalArgumentException("field " + name + ": " + FieldClass.PLAIN.token() + " is for scalars, "
                    + FieldClass.WALK.token() + " for messages");
        }
        return new RowText(number, name, rule, argument, scope, kind, cardinality, type, oneof, reason);
    }

    private static FieldClass rule(String word) {
        int open = word.indexOf('(');
        var token = open < 0 ? word : word.substring(0, open);
        return FieldClass.ofToken(token).orElseThrow(() -> new IllegalArgumentException("\"" + token + "\" is not a class: one of "
                + Arrays.stream(FieldClass.values()).map(FieldClass::token).collect(Collectors.joining(", "))));
    }

    private static String argument(String word, FieldClass rule) {
        int open = word.indexOf('(');
        var argument = open < 0 ? "" : word.substring(open + 1, Math.max(open + 1, word.length() - 1));
        if (open >= 0 && !word.endsWith(")") || (rule.argument() == FieldClass.Argument.NONE) != argument.isEmpty()) {
            throw new IllegalArgumentException("\"" + word + "\": the class " + rule.token()
                    + (rule.argument() == FieldClass.Argument.NONE ? " has no argument" : " needs an argument in parentheses"));
        }
        boolean known = switch (rule.argument()) {
            case RESOURCE -> Arrays.stream(ResourceType.values()).anyMatch(type -> type.name().equals(argument));
            case REFUSAL -> RefusalKind.ofToken(argument).isPresent();
            case NUMBER -> argument.matches("[0-9]{1,12}");
            case TEXT, NONE -> true;
        };
        if (!known) {
            throw new IllegalArgumentException("\"" + argument + "\" is not an argument of the class " + rule.token());
        }
        return argument;
    }

    private static Scope scope(String word) {
        for (var scope : Scope.values()) {
            if (scope.name().toLowerCase(Locale.ROOT).equals(word)) {
                return scope;
            }
        }
        throw new IllegalArgumentException("\"" + word + "\" is not a scope: domain, tenant or pod");
    }
}
