package mesh.warren.model.rewrite;

import mesh.warren.model.api.ApiEnum;
import mesh.warren.model.api.ApiField;
import mesh.warren.model.api.ApiField.Cardinality;
import mesh.warren.model.api.FieldClass;
import mesh.warren.model.api.FieldKind;
import mesh.warren.model.rewrite.wire.Source;
import mesh.warren.model.symbolic.Scope;

/** A field of the API table, prepared for the walk. Immutable. */
final class FieldPlan {

    final ApiField api;
    final MessagePlan parent;
    final MessagePlan message;
    final int number;
    final String name;
    final FieldClass rule;
    final FieldKind kind;
    final Scope scope;
    final boolean repeated;
    final boolean map;
    final boolean packed;
    /** Its default value is the same as its absence. */
    final boolean implicit;
    final int oneof;
    /** The tag in canonical form. */
    final int tag;
    final int tagSize;
    /** Whether its rows can only copy: for {@link Untouched}. */
    final boolean quick;
    final int cost;
    /** Of an address: whether it is an {@code Address}, or a {@code SocketAddress}. */
    final boolean address;
    final boolean socketAddress;

    /** @param cost the place of {@link FieldClass#COST}'s argument among all that there are; -1 for other classes */
    FieldPlan(ApiField api, MessagePlan parent, MessagePlan message, int cost) {
        this.cost = cost;
        this.api = api;
        this.parent = parent;
        this.message = message;
        this.number = api.number();
        this.name = api.name();
        this.rule = api.rule();
        this.kind = api.kind();
        this.scope = api.scope();
        this.repeated = api.repeated();
        this.map = api.cardinality() == Cardinality.MAP;
        this.packed = repeated && kind.packable();
        this.implicit = api.cardinality() == Cardinality.SINGULAR && api.oneof() < 0 && kind != FieldKind.MESSAGE;
        this.oneof = api.oneof();
        this.tag = number << 3 | (packed ? Source.LENGTH : kind.wireType());
        this.tagSize = Source.sizeOf(tag & 0xffff_ffffL);
        this.quick = Untouched.quick(this);
        this.address = message != null && message.name.equals("envoy.config.core.v3.Address");
        this.socketAddress = message != null && message.name.equals("envoy.config.core.v3.SocketAddress");
    }

    /** Whether a value of this wire type can be parsed as this field. */
    boolean takes(int wireType) {
        return wireType == kind.wireType() || packed && wireType == Source.LENGTH;
    }

    /** The value that {@link FieldClass#FORCE} sets. */
    long forced() {
        return switch (api.argument()) {
            case "true" -> 1;
            case "false" -> 0;
            default -> Long.parseLong(api.argument());
        };
    }

    /** What an enum field may have: null for other kinds. */
    ApiEnum enumeration() {
        return api.enumeration();
    }

    @Override
    public String toString() {
        return parent.name + "." + name;
    }
}
