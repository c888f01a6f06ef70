package mesh.warren.model.api;

import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import java.util.Comparator;
import java.util.Locale;
import mesh.warren.model.symbolic.Scope;

/** Writes the table's lines: one for each field, in columns of a fixed width, so that a new name never moves another line. */
final class TableWriter {

    private final EnvoyApi envoy;

    TableWriter(EnvoyApi envoy) {
        this.envoy = envoy;
    }

    String title(String inPackage) {
        return "# The API table, package " + inPackage + ": format and classes in docs/api-table.md.\n";
    }

    String message(String name, Reachability.Head head) {
        String argument = head.refusal() != null ? "(" + head.refusal().token() + ")"
                : head.scope() == Scope.DOMAIN ? "" : "(" + head.scope().name().toLowerCase(Locale.ROOT) + ")";
        return "\nmessage " + name + " " + head.verdict().token() + argument + because(head.reason()) + "\n";
    }

    /** @param row what is decided about the field */
    String field(String message, FieldDescriptorProto field, RowText row) {
        var oneof = envoy.oneof(message, field);
        var rule = row.rule().token() + (row.argument().isEmpty() ? "" : "(" + row.argument() + ")");
        return String.format(Locale.ROOT, "  %-4d %-36s %-24s %-6s %s%s%s\n", field.getNumber(), field.getName(), rule,
                row.scope().name().toLowerCase(Locale.ROOT), envoy.kind(field), oneof.isEmpty() ? "" : " oneof=" + oneof, because(row.reason()));
    }

    /** @param decided the enum as it stood; null for a new one, of which every value is undecided */
    String enumeration(String name, ApiEnum decided) {
        var line = new StringBuilder("enum ").append(name);
        envoy.enumeration(name).getValueList().stream().sorted(Comparator.comparingInt(EnumValueDescriptorProto::getNumber)).forEach(value ->
                line.append(' ').append(mark(value, decided)).append(value.getName()).append('=').append(value.getNumber()));
        return line.append(decided == null ? "" : because(decided.reason())).append('\n').toString();
    }

    private static String mark(EnumValueDescriptorProto value, ApiEnum decided) {
        if (decided != null) {
            for (var row : decided.values()) {
                if (row.number() == value.getNumber() && row.name().equals(value.getName())) {
                    return switch (row.decision()) {
                        case ACCEPTED -> "";
                        case REFUSED -> "!";
                        case UNDECIDED -> "?";
                    };
                }
            }
        }
        return "?";
    }

    private static String because(String reason) {
        return reason.isEmpty() ? "" : "  # " + reason;
    }
}
