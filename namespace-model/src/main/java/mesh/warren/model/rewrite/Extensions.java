package mesh.warren.model.rewrite;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import mesh.warren.model.api.RefusalKind;
import mesh.warren.model.api.Verdict;
import mesh.warren.model.rewrite.wire.Source;
import mesh.warren.model.xds.ResourceType;

/** What stands in an {@code Any}: its type decides. */
final class Extensions {

    private static final String STRUCT = "google.protobuf.Struct";
    /** Envoy converts these to the message that they name, or (a bare struct) that the extension's name calls for. */
    private static final Set<String> STRUCTS = Set.of("xds.type.v3.TypedStruct", "udpa.type.v1.TypedStruct", STRUCT);
    private static final int URL = 1;
    private static final int VALUE = 2;

    private final Walk walk;
    private final Peek peek;
    private final StructConverter converter;

    Extensions(Walk walk, Peek peek) {
        this.walk = walk;
        this.converter = new StructConverter(walk);
        this.peek = peek;
    }

    /** Writes an {@code Any} with the content {@code [from, to)}. */
    void any(FieldPlan field, int start, int prefix, int from, int to) {
        unknownFields(from, to, "google.protobuf.Any");
        boolean typed = peek.bytes(URL, from, to);
        int urlFrom = typed ? peek.from : from;
        int urlTo = typed ? peek.to : from;
        String url = typed ? peek.text() : "";
        String name = name(url);
        if (name == null) {
            walk.report.refuse(Rule.TYPE_URL, urlFrom, urlTo);
            return;
        }
        if (STRUCTS.contains(name) && !(name.equals(STRUCT) && opaque(field))) {
            struct(field, name, from, to);
            return;
        }
        MessagePlan message = walk.plans.message(name);
        if (message == null) {
            walk.report.refuse(Rule.UNKNOWN_TYPE, urlFrom + ResourceType.TYPE_URL_PREFIX.length(), urlTo);
        } else if (message.special == Special.DNS_CLUSTER && !walk.dns.inside()) {
            walk.report.refuse(RefusalKind.EGRESS.token(), name, DnsClusters.REMEDY);
        } else if (name.equals("google.protobuf.Empty") && field.parent.extension()) {
            walk.report.refuse(Rule.MISSING_TYPE, name);
        } else if (message.api.verdict() == Verdict.ALLOW || allowedByPolicy(message)) {
            boolean valued = peek.bytes(VALUE, from, to);
            int valueFrom = valued ? peek.from : to;
            int valueTo = valued ? peek.to : to;
            walk.used(field);
            walk.narrow(field, message.api.scope());
            write(field, start, prefix, from, to, message, urlFrom, urlTo, valueFrom, valueTo);
        } else {
            refuse(message);
        }
    }

    /** Whether nothing converts a struct that stands here: Envoy does so for the configuration of extensions, which it finds by name then. */
    private static boolean opaque(FieldPlan field) {
        return field.parent.name.equals("envoy.config.core.v3.Metadata.TypedFilterMetadataEntry")
                || field.parent.name.startsWith("envoy.extensions.wasm.v3.");
    }

    /** Writes the message that a {@code TypedStruct} stands for. */
    private void struct(FieldPlan field, String name, int from, int to) {
        String inner = innerType(name, from, to);
        MessagePlan message = walk.plans.message(inner);
        if (name.equals(STRUCT) || STRUCTS.contains(inner)) {
            walk.report.refuse(Rule.TYPED_STRUCT, inner);
            return;
        }
        if (!peek.bytes(VALUE, from, to)) {
            walk.report.refuse(Rule.TYPED_STRUCT, "without content");
            return;
        }
        int structFrom = peek.from;
        int structTo = peek.to;
        boolean known = unknownFields(structFrom, structTo, name);
        boolean one = peek.count(VALUE, structFrom, structTo) < 2;
        boolean named = peek.bytes(URL, structFrom, structTo);
        if (!named || name(peek.text()) == null) {
            walk.report.refuse(Rule.TYPE_URL, named ? walk.report.text(peek.from, peek.to) : "");
        } else if (message == null) {
            walk.report.refuse(Rule.UNKNOWN_TYPE, inner);
        } else if (message.api.denied()) {
            refuse(message);
        } else if (!one) {
            walk.report.refuse(Rule.TYPED_STRUCT, "value twice");
        } else if (known) {
            boolean valued = peek.bytes(VALUE, structFrom, structTo);
            convert(field, message, valued ? peek.from : structTo, valued ? peek.to : structTo);
        }
    }

    private void convert(FieldPlan field, MessagePlan message, int from, int to) {
        Source source = walk.source;
        int start = source.end();
        byte[] url = (ResourceType.TYPE_URL_PREFIX + message.name).getBytes(StandardCharsets.UTF_8);
        source.appendVarint(field.tag & 0xffff_ffffL);
        int length = source.reserveLength();
        source.appendVarint(URL << 3 | Source.LENGTH);
        source.appendVarint(url.length);
        source.append(url);
        source.appendVarint(VALUE << 3 | Source.LENGTH);
        int valueLength = source.reserveLength();
        try {
            converter.message(message, from, to);
        } catch (StructProblem e) {
            walk.report.refuse(Rule.TYPED_STRUCT, e.getMessage());
            return;
        }
        source.putLength(valueLength, source.end() - valueLength - 5);
        source.putLength(length, source.end() - length - 5);
        walk.report.notice("a TypedStruct: converted to " + message.name);
        walk.field(field, walk.report.path.index(), start, source.end());
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

    /** Refuses what is neither of the two fields of an {@code Any} or a {@code TypedStruct}; false when it did. */
    private boolean unknownFields(int from, int to, String message) {
        int before = walk.report.refusals.size();
        Source source = walk.source;
        source.at = from;
        while (source.at < to) {
            int tag = source.tag(to);
            source.skip(tag, to);
            if (tag != (URL << 3 | Source.LENGTH) && tag != (VALUE << 3 | Source.LENGTH)) {
                walk.report.unknown(message, tag >>> 3);
            }
        }
        source.at = to;
        return walk.report.refusals.size() == before;
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
        String inner = peek.text();
        return inner.substring(inner.lastIndexOf('/') + 1);
    }

    private static String name(String url) {
        return url.startsWith(ResourceType.TYPE_URL_PREFIX) && url.length() > ResourceType.TYPE_URL_PREFIX.length()
                ? url.substring(ResourceType.TYPE_URL_PREFIX.length()) : null;
    }
}
