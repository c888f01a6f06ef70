package mesh.warren.model.rewrite;

import mesh.warren.model.api.FieldKind;

/** What protobuf makes of numbers that are longer than their type (encoding guide, "Integer types"). */
final class Scalars {

    private Scalars() {}

    /** The number that a field of this kind has when {@code raw} was on the wire, as it is written in canonical form. */
    static long normal(FieldKind kind, long raw) {
        return switch (kind) {
            case BOOL -> raw == 0 ? 0 : 1;
            case INT32, ENUM -> (int) raw;
            case UINT32, SINT32 -> raw & 0xffff_ffffL;
            default -> raw;
        };
    }
}
