package mesh.warren.model.rewrite;

import java.util.Map;
import mesh.warren.model.api.ApiField.Cardinality;
import mesh.warren.model.api.FieldKind;
import mesh.warren.model.rewrite.StructReader.Range;
import mesh.warren.model.rewrite.wire.Source;
import mesh.warren.model.xds.ResourceType;

/**
 * Writes the message that a {@code google.protobuf.Struct} stands for, by the rows of the API table and protobuf's rules for JSON, as
 * Envoy would convert it. What it writes is behind the input, and is walked like any input: here nothing is judged. A message without
 * rows is written empty, so that the walk refuses it by name.
 */
final class StructConverter {

    private static final String TYPE = "@type";
    private static final String VALUE = "value";
    private static final int DEEPEST = 100;

    private final Source source;
    private final Walk walk;
    private final StructReader reader;
    private final StructScalars scalars;
    private int depth;

    StructConverter(Walk walk) {
        this.walk = walk;
        this.source = walk.source;
        this.reader = new StructReader(source);
        this.scalars = new StructScalars(source, reader);
    }

    /** Appends the content of a message of this type, from the struct with the content {@code [from, to)}. */
    void message(MessagePlan type, int from, int to) throws StructProblem {
        depth = 0;
        members(type, reader.members(from, to), false);
    }

    private void members(MessagePlan type, Map<String, Range> members, boolean any) throws StructProblem {
        if (++depth > DEEPEST) {
            throw new StructProblem("nested too deeply");
        }
        long seen = 0;
        long oneofs = 0;
        for (Map.Entry<String, Range> member : members.entrySet()) {
            if (any && member.getKey().equals(TYPE)) {
                continue;
            }
            int index = index(type, member.getKey());
            if (index < 0) {
                throw new StructProblem("no such field of " + type.name).in(member.getKey());
            }
            FieldPlan field = type.fields[index];
            boolean isValue = field.message != null && field.message.name.equals("google.protobuf.Value");
            if (reader.kind(member.getValue()) == StructReader.NULL && !(isValue && !field.repeated)) {
                continue;
            }
            boolean again = index < 64 && (seen & 1L << index) != 0 || field.oneof >= 0 && (oneofs & 1L << field.oneof) != 0;
            if (again) {
                throw new StructProblem("given twice, or with another member of its oneof").in(member.getKey());
            }
            seen |= index < 64 ? 1L << index : 0;
            oneofs |= field.oneof >= 0 ? 1L << field.oneof : 0;
            try {
                field(field, member.getValue());
            } catch (StructProblem e) {
                throw e.in(member.getKey());
            }
        }
        depth--;
    }

    /** The field of this name, as in the .proto file or in lowerCamelCase; -1 for none. */
    private static int index(MessagePlan type, String name) {
        for (int i = 0; i < type.fields.length; i++) {
            if (JsonName.matches(type.fields[i].name, name)) {
                return i;
            }
        }
        return -1;
    }

    private void field(FieldPlan field, Range value) throws StructProblem {
        int kind = reader.kind(value);
        if (field.api.cardinality() == Cardinality.MAP) {
            scalars.want(kind == StructReader.STRUCT, "an object");
            for (Map.Entry<String, Range> entry : reader.members(reader.from, reader.to).entrySet()) {
                try {
                    entry(field, entry.getKey(), entry.getValue());
                } catch (StructProblem e) {
                    throw e.in(entry.getKey());
                }
            }
        } else if (field.repeated) {
            scalars.want(kind == StructReader.LIST, "a list");
            int end = reader.to;
            int next = reader.from;
            for (int i = 0; next < end; i++) {
                source.at = next;
                Range element = reader.element(end);
                next = element.to();
                try {
                    single(field, element);
                } catch (StructProblem e) {
                    throw e.in("[" + i + "]");
                }
            }
        } else {
            single(field, value);
        }
    }

    private void entry(FieldPlan map, String key, Range value) throws StructProblem {
        source.appendVarint(map.tag & 0xffff_ffffL);
        int length = source.reserveLength();
        scalars.key(map.message.field(1), key);
        single(map.message.field(2), value);
        source.putLength(length, source.end() - length - 5);
    }

    private void single(FieldPlan field, Range value) throws StructProblem {
        int kind = reader.kind(value);
        if (field.kind != FieldKind.MESSAGE) {
            scalars.write(field, kind);
            return;
        }
        source.appendVarint(field.tag & 0xffff_ffffL);
        int length = source.reserveLength();
        content(field.message, value, kind);
        source.putLength(length, source.end() - length - 5);
    }

    private void content(MessagePlan type, Range value, int kind) throws StructProblem {
        if (type == null) {
            throw new StructProblem("of a type that the table does not have");
        }
        if (type.special == Special.ANY) {
            scalars.want(kind == StructReader.STRUCT, "an object with @type");
            any(reader.members(reader.from, reader.to));
        } else if (JsonName.wellKnown(type.name)) {
            scalars.wellKnown(type, value, kind);
        } else {
            scalars.want(kind == StructReader.STRUCT, "an object");
            if (!type.api.denied()) {
                members(type, reader.members(reader.from, reader.to), false);
            }
        }
    }

    private void any(Map<String, Range> members) throws StructProblem {
        Range url = members.get(TYPE);
        scalars.want(url != null && reader.kind(url) == StructReader.STRING, "an object with @type");
        String text = reader.text();
        source.appendVarint(1 << 3 | Source.LENGTH);
        int urlLength = source.reserveLength();
        source.append(reader.from, reader.to);
        source.putLength(urlLength, source.end() - urlLength - 5);
        MessagePlan type = text.startsWith(ResourceType.TYPE_URL_PREFIX)
                ? walk.plans.message(text.substring(ResourceType.TYPE_URL_PREFIX.length())) : null;
        if (type == null || type.api.denied()) {
            return; // the walk says what is wrong with it
        }
        source.appendVarint(2 << 3 | Source.LENGTH);
        int length = source.reserveLength();
        if (JsonName.wellKnown(type.name)) {
            Range value = members.get(VALUE);
            scalars.want(value != null && members.size() == 2, "@type and value alone");
            scalars.wellKnown(type, value, reader.kind(value));
        } else {
            members(type, members, true);
        }
        source.putLength(length, source.end() - length - 5);
    }
}
