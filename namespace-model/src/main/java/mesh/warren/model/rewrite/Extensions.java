package mesh.warren.model.rewrite;

import java.util.Set;
import mesh.warren.model.api.Verdict;
import mesh.warren.model.rewrite.wire.Source;
import mesh.warren.model.xds.ResourceType;

/** What stands in an {@code Any}: its type decides. */
final class Extensions {

    private static final String TYPED_STRUCT = "xds.type.v3.TypedStruct";
    /** Envoy converts these to the message that they name, or that the extension's name calls for. */
    private static final Set<String> STRUCTS = Set.of(TYPED_STRUCT, "udpa.type.v1.TypedStruct", "google.protobuf.Struct");
    private static final int URL = 1;
    private static final int VALUE = 2;

    private final Walk walk;
    private final Peek peek;

    Extensions(Walk walk, Peek peek) {
        this.walk = walk;
        this.peek = peek;
    }

    /** Writes an {@code Any} with the content {@code [from, to)}. */
    void any(FieldPlan field, int start, int prefix, int from, int to) {
        unknownFields(from, to);
        boolean typed = peek.bytes(URL, from, to);
        int urlFrom = typed ? peek.from : from;
        int urlTo = typed ? peek.to : from;
        String url = typed ? peek.text() : "";
        String name = name(url);
        if (name == null) {
            walk.report.refuse(Rule.TYPE_URL, urlFrom, urlTo);
            return;
        }
        if (STRUCTS.contains(name)) {
            walk.report.refuse(Rule.TYPED_STRUCT, innerType(name, from, to));
            return;
        }
        MessagePlan message = walk.plans.message(name);
        if (message == null) {
            walk.report.refuse(Rule.UNKNOWN_TYPE, urlFrom + ResourceType.TYPE_URL_PREFIX.length(), urlTo);
        } else if (name.equals("google.protobuf.Empty") && field.parent.extension()) {
            walk.report.refuse(Rule.MISSING_TYPE, name);
        } else if (message.api.verdict() == Verdict.ALLOW || allowedByPolicy(message)) {
            boolean valued = peek.bytes(VALUE, from, to);
            int valueFrom = valued ? peek.from : to;
            int valueTo = valued ? peek.to : to;
            walk.used(field);
            write(field, start, prefix, from, to, message, urlFrom, urlTo, valueFrom, valueTo);
        } else {
            refuse(message);
        }
    }

    private void write(FieldPlan field, int start, int prefix, int from, int to, MessagePlan message,
            int urlFrom, int urlTo, int valueFrom, int valueTo) {
        walk.begin(field, start, prefix, from, to);
        int valuePrefix = urlTo + 1;
        boolean canonical = urlFrom == from + 1 + Source.sizeOf(urlTo - urlFrom)
                && (valueFrom < valueTo && valueTo == to && valueFrom == valuePrefix + Source.sizeOf(valueTo - valueFrom)
                        || valueFrom == valueTo && urlTo == to && message.injections.length == 0);
        if (canonical && valueFrom < valueTo) {
            walk.out.keep(from, valueFrom);
            walk.out.push(valuePrefix, valueFrom);
            walk.message(message, valueFrom, valueTo);
            walk.out.pop(valueTo);
        } else {
            walk.out.varint(URL << 3 | Source.LENGTH);
            walk.out.varint(urlTo - urlFrom);
            walk.out.keep(urlFrom, urlTo);
            if (valueFrom < valueTo || message.injections.length > 0) {
                walk.out.varint(VALUE << 3 | Source.LENGTH);
                walk.out.open();
                walk.message(message, valueFrom, valueTo);
                walk.out.pop(-2);
            } else {
                walk.message(message, valueFrom, valueTo);
            }
        }
        walk.out.pop(to);
    }

    private void unknownFields(int from, int to) {
        Source source = walk.source;
        source.at = from;
        while (source.at < to) {
            int tag = source.tag(to);
            source.skip(tag, to);
            if (tag != (URL << 3 | Source.LENGTH) && tag != (VALUE << 3 | Source.LENGTH)) {
                walk.report.unknown("google.protobuf.Any", tag >>> 3);
            }
        }
        source.at = to;
    }

    /** Whether the admin's policy allows a type that the table allows on a dedicated Envoy only. */
    boolean allowedByPolicy(MessagePlan message) {
        return message.api.verdict() == Verdict.POLICY && walk.policy().dedicated()
                && walk.policy().allowedTypes().contains(message.name);
    }

    /** Refuses a message for what the table says about it. */
    void refuse(MessagePlan message) {
        switch (message.api.verdict()) {
            case PART, RESOURCE, ALLOW -> walk.report.refuse(Rule.MISPLACED_TYPE, message.name);
            case UNDECIDED -> walk.report.refuse(Rule.UNDECIDED, message.name);
            case POLICY, DENY -> {
                String why = message.api.reason().isEmpty() ? "" : " (" + message.api.reason() + ")";
                walk.report.refuse(message.api.refusal().token(), message.name, message.api.refusal().remedy() + why);
            }
        }
    }

    /** Whether policy leaves out this element of a list or map; says so. */
    boolean stripped(FieldPlan field, int from, int to) {
        MessagePlan holder = field.message;
        if (holder == null || holder.extensionConfig == null || nothingToStrip()) {
            return false;
        }
        String name = holder.extensionName != null && peek.bytes(holder.extensionName.number, from, to) ? peek.text() : "";
        boolean byName = walk.policy().stripNames().contains(name);
        String type = "";
        if (!byName && peek.bytes(holder.extensionConfig.number, from, to)) {
            int anyFrom = peek.from;
            int anyTo = peek.to;
            type = peek.bytes(URL, anyFrom, anyTo) ? name(peek.text()) : null;
            if (type != null && STRUCTS.contains(type)) {
                type = innerType(type, anyFrom, anyTo);
            }
        }
        if (!byName && (type == null || !walk.policy().stripTypes().contains(type))) {
            return false;
        }
        walk.report.notice("extension " + (byName ? name : type) + " left out, as the policy says");
        return true;
    }

    private boolean nothingToStrip() {
        return walk.policy().stripNames().isEmpty() && walk.policy().stripTypes().isEmpty();
    }

    /** The type that a struct stands for, or its own name. */
    private String innerType(String name, int anyFrom, int anyTo) {
        if (!peek.bytes(VALUE, anyFrom, anyTo) || name.endsWith(".Struct") || !peek.bytes(1, peek.from, peek.to)) {
            return name;
        }
        String inner = walk.report.text(peek.from, peek.to);
        return inner.substring(inner.lastIndexOf('/') + 1);
    }

    private static String name(String url) {
        return url.startsWith(ResourceType.TYPE_URL_PREFIX) && url.length() > ResourceType.TYPE_URL_PREFIX.length()
                ? url.substring(ResourceType.TYPE_URL_PREFIX.length()) : null;
    }
}
