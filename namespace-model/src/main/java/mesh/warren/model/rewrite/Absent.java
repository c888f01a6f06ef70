package mesh.warren.model.rewrite;

import mesh.warren.model.api.FieldClass;
import mesh.warren.model.api.FieldKind;
import mesh.warren.model.rewrite.wire.Source;
import mesh.warren.model.symbolic.Scope;

/** What is written where a field is absent: limits that protect neighbours, and what is the agent's own. */
final class Absent {

    private final Walk walk;

    Absent(Walk walk) {
        this.walk = walk;
    }

    /** Writes what belongs before the field {@code number}; returns how many injections of the message are done. */
    int before(MessagePlan message, int done, int number) {
        int at = done;
        while (at < message.injections.length && message.injections[at].number() <= number) {
            Injection injection = message.injections[at];
            if (injection.number() < number || injection.always()) {
                write(message, injection.number());
            }
            at++;
        }
        return at;
    }

    /** A field was there and has been left out: as if it had not been there. */
    void dropped(FieldPlan field) {
        for (Injection injection : field.parent.injections) {
            if (injection.number() == field.number && !injection.always()) {
                write(field.parent, field.number);
            }
        }
    }

    private void write(MessagePlan message, int number) {
        int resume = walk.source.at;
        FieldPlan field = message.field(number);
        switch (message.special) {
            case CLUSTER -> walk.clusters().absent(field);
            case DNS_CLUSTER -> walk.dns.absent(field);
            case CIRCUIT_BREAKERS -> walk.clusters().priorities();
            case EDS -> walk.clusters().serviceName(field);
            case TLS -> walk.identity().selector();
            case SDS -> walk.identity().sdsConfig(field);
            default -> byClass(field);
        }
        walk.source.at = resume;
    }

    private void byClass(FieldPlan field) {
        switch (field.rule) {
            case LIMIT -> number(field, field.api.bound());
            case FORCE -> number(field, field.forced());
            case THRESHOLD -> {
                if (!walk.clusters().perHost()) {
                    number(field, Clusters.UNLIMITED);
                }
            }
            default -> { }
        }
    }

    /** Writes a number, or its wrapper, or that many milliseconds. */
    void number(FieldPlan field, long value) {
        walk.out.varint(field.tag & 0xffff_ffffL);
        if (field.kind != FieldKind.MESSAGE) {
            walk.out.varint(value);
            return;
        }
        walk.out.open();
        if (field.message.name.equals("google.protobuf.Duration")) {
            member(1, value / 1000);
            member(2, value % 1000 * 1_000_000);
        } else {
            member(1, value);
        }
        walk.out.pop(-2);
    }

    private void member(int number, long value) {
        if (value != 0) {
            walk.out.varint(number << 3 | Source.VARINT);
            walk.out.varint(value);
        }
    }
}
