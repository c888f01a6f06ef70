package mesh.warren.model.api;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.symbolic.Scope;

/**
 * The messages of an Envoy that a tenant can reach: from the resource types, from the types that its extensions register, and from
 * those that the table decides though Envoy does not list them. What stands only inside of denied messages is denied with them.
 *
 * @param messages by name
 */
record Reachability(SortedMap<String, Head> messages) {

    /** A message's own line. */
    record Head(Verdict verdict, RefusalKind refusal, String reason, boolean hasRows, Scope scope) {
        Head(Verdict verdict, RefusalKind refusal, String reason, boolean hasRows) {
            this(verdict, refusal, reason, hasRows, Scope.DOMAIN);
        }

        static Head of(ApiMessage decided) {
            return new Head(decided.verdict(), decided.refusal(), decided.reason(), decided.verdict() != Verdict.DENY, decided.scope());
        }
    }

    /** What is written, and recognised again, of a message that nobody had to decide. */
    private static final String INSIDE = "only inside ";
    private static final Pattern AUTOMATIC = Pattern.compile(INSIDE + "[A-Za-z0-9_.]+");

    static Reachability of(ApiTable table, EnvoyApi envoy) {
        var reached = new TreeMap<String, Head>();
        var todo = new ArrayDeque<String>();
        Arrays.stream(ResourceType.values()).map(ResourceType::message).forEach(todo::add);
        todo.addAll(envoy.types());
        table.messages().stream().filter(message -> message.verdict() == Verdict.ALLOW || message.verdict() == Verdict.POLICY)
                .map(ApiMessage::name).forEach(todo::add);
        while (!todo.isEmpty()) {
            var name = todo.remove();
            if (!envoy.hasMessage(name) || reached.containsKey(name)) {
                continue;
            }
            var head = decide(name, table.message(name), envoy);
            reached.put(name, head);
            if (head.hasRows()) {
                todo.addAll(parts(name, envoy));
            }
        }
        insideDenied(reached, envoy);
        return new Reachability(reached);
    }

    private static Head decide(String name, ApiMessage old, EnvoyApi envoy) {
        if (Arrays.stream(ResourceType.values()).anyMatch(type -> type.message().equals(name))) {
            return new Head(Verdict.RESOURCE, null, old == null ? "" : old.reason(), true);
        }
        boolean decided = old != null && !(old.verdict() == Verdict.DENY && AUTOMATIC.matcher(old.reason()).matches());
        boolean registered = envoy.types().contains(name);
        if (!decided) {
            return registered ? new Head(Verdict.UNDECIDED, null, "", false) : new Head(Verdict.PART, null, "", true);
        }
        if (registered && old.verdict() == Verdict.PART && old.reason().isEmpty()) {
            // It was a part only, and is a type of its own now: its rows stand, but somebody must say whether it may.
            return new Head(Verdict.UNDECIDED, null, "", true);
        }
        return old.verdict() == Verdict.UNDECIDED
                ? new Head(Verdict.UNDECIDED, null, old.reason(), !old.fields().isEmpty()) : Head.of(old);
    }

    private static void insideDenied(Map<String, Head> reached, EnvoyApi envoy) {
        SortedSet<String> edge = new TreeSet<>();
        for (var message : reached.entrySet()) {
            if (message.getValue().verdict() == Verdict.DENY) {
                edge.add(message.getKey());
            }
        }
        while (!edge.isEmpty()) {
            var next = new TreeSet<String>();
            for (var outer : edge) {
                for (var part : parts(outer, envoy)) {
                    if (!reached.containsKey(part)) {
                        reached.put(part, new Head(Verdict.DENY, reached.get(outer).refusal(), INSIDE + outer, false));
                        next.add(part);
                    }
                }
            }
            edge = next;
        }
    }

    private static SortedSet<String> parts(String message, EnvoyApi envoy) {
        var parts = new TreeSet<String>();
        envoy.fields(message).stream().filter(field -> field.getType() == Type.TYPE_MESSAGE).map(EnvoyApi::typeName).forEach(parts::add);
        return parts;
    }
}
