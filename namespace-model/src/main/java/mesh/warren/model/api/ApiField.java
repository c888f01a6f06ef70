package mesh.warren.model.api;

import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.xds.ResourceType;

/**
 * One row of the table: a field and what the rewriter does with it.
 *
 * @param number      its field number
 * @param name        its name in the .proto file
 * @param rule        its class
 * @param argument    the class's argument; empty for none
 * @param scope       the widest scope of a resource in which it is set (design section 4)
 * @param kind        its protobuf type
 * @param cardinality how often it can stand in a message
 * @param message     the message of kind {@link FieldKind#MESSAGE}, for a map its entry; else null
 * @param enumeration the enum of kind {@link FieldKind#ENUM}; else null
 * @param oneof       which oneof of its message it is part of, from 0; -1 for none
 * @param reason      why, where it is not plain; else empty
 */
public record ApiField(
        int number, String name, FieldClass rule, String argument, Scope scope, FieldKind kind, Cardinality cardinality,
        ApiMessage message, ApiEnum enumeration, int oneof, String reason) {

    /** How often a field can stand in a message, and how copies of it merge. */
    public enum Cardinality {
        /** Without presence: the default value is the same as absent. A message always has presence. */
        SINGULAR,
        /** With presence ({@code optional}): the default value is not the same as absent. */
        OPTIONAL,
        REPEATED,
        /** A repeated entry whose last copy for a key counts. */
        MAP
    }

    /** Whether copies add up instead of replacing (or, for messages, merging into) the one before. */
    public boolean repeated() {
        return cardinality == Cardinality.REPEATED || cardinality == Cardinality.MAP;
    }

    /** The argument of {@link FieldClass#NAME}, {@link FieldClass#REF} and {@link FieldClass#CALL}. */
    public ResourceType resource() {
        return ResourceType.valueOf(argument);
    }

    /** The argument of {@link FieldClass#CAP}, {@link FieldClass#LIMIT} and {@link FieldClass#FLOOR}. */
    public long bound() {
        return Long.parseLong(argument);
    }

    /** The argument of {@link FieldClass#REFUSE}. */
    public RefusalKind refusal() {
        return RefusalKind.ofToken(argument).orElseThrow();
    }

    @Override
    public String toString() {
        return name + " (" + number + ") " + rule.token();
    }
}
