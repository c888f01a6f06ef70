package mesh.warren.model.api;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import mesh.warren.model.symbolic.Scope;

/**
 * Brings the table up to date with an Envoy: decisions stay, what is new is undecided, what is gone goes. A field whose type,
 * cardinality or oneof changed is new.
 *
 * @param files   the table's files as they should be
 * @param changes what differs from the table, one line each; empty when it is up to date
 */
public record TableUpdate(List<TableFile> files, List<String> changes) {

    public TableUpdate {
        files = List.copyOf(files);
        changes = List.copyOf(changes);
    }

    /**
     * The update of a table to an Envoy.
     *
     * @param table what is decided so far
     * @param envoy what there is to decide
     */
    public static TableUpdate of(ApiTable table, EnvoyApi envoy) {
        return new Work(table, envoy).update();
    }

    private static final class Work {
        private final ApiTable table;
        private final EnvoyApi envoy;
        private final TableWriter writer;
        private final Map<String, StringBuilder> texts = new TreeMap<>();
        private final List<String> changes = new ArrayList<>();

        Work(ApiTable table, EnvoyApi envoy) {
            this.table = table;
            this.envoy = envoy;
            this.writer = new TableWriter(envoy);
        }

        TableUpdate update() {
            var reached = Reachability.of(table, envoy);
            var enums = new TreeSet<String>();
            reached.messages().forEach((name, head) -> message(name, head, enums));
            enums.forEach(this::enumeration);
            for (var old : table.messages()) {
                if (!reached.messages().containsKey(old.name())) {
                    changes.add("- message " + old.name());
                }
            }
            for (var old : table.enums()) {
                if (!enums.contains(old.name())) {
                    changes.add("- enum " + old.name());
                }
            }
            var files = new ArrayList<TableFile>();
            texts.forEach((inPackage, text) -> files.add(new TableFile(inPackage + ".txt", text.toString())));
            return new TableUpdate(files, changes);
        }

        private void message(String name, Reachability.Head head, TreeSet<String> enums) {
            var text = text(name);
            text.append(writer.message(name, head));
            var old = table.message(name);
            if (old == null) {
                changes.add("+ message " + name + " " + head.verdict().token());
            } else if (old.verdict() != head.verdict()) {
                changes.add("! message " + name + ": was " + old.verdict().token() + ", is " + head.verdict().token());
            }
            if (!head.hasRows()) {
                return;
            }
            for (var field : envoy.fields(name)) {
                text.append(writer.field(name, field, row(name, field, old)));
                if (field.getType() == Type.TYPE_ENUM) {
                    enums.add(EnvoyApi.typeName(field));
                }
            }
            if (old != null) {
                old.fields().stream().filter(gone -> envoy.fields(name).stream().noneMatch(field -> field.getNumber() == gone.number()))
                        .forEach(gone -> changes.add("- field " + name + "." + gone.name()));
            }
        }

        /** The decided row of a field, or an undecided one when it is new or not what it was. */
        private RowText row(String message, FieldDescriptorProto field, ApiMessage old) {
            var row = old == null ? null : old.field(field.getNumber());
            if (row == null) {
                changes.add("+ field " + message + "." + field.getName() + ": " + envoy.kind(field));
            } else if (!same(message, field, row, old)) {
                changes.add("! field " + message + "." + field.getName() + ": is " + envoy.kind(field) + " now");
                row = null;
            }
            return row == null
                    ? new RowText(0, "", FieldClass.UNDECIDED, "", Scope.DOMAIN, null, null, "", "", "")
                    : new RowText(0, "", row.rule(), row.argument(), row.scope(), null, null, "", "", row.reason());
        }

        private boolean same(String message, FieldDescriptorProto field, ApiField row, ApiMessage old) {
            var type = row.message() != null ? row.message().name()
                    : row.enumeration() != null ? "enum:" + row.enumeration().name() : row.kind().token();
            var kind = type + switch (row.cardinality()) {
                case REPEATED -> "[]";
                case MAP -> "{}";
                case OPTIONAL -> "?";
                case SINGULAR -> "";
            };
            return row.name().equals(field.getName()) && kind.equals(envoy.kind(field))
                    && old.oneofName(row.oneof()).equals(envoy.oneof(message, field));
        }

        private void enumeration(String name) {
            var old = table.enums().stream().filter(type -> type.name().equals(name)).findFirst().orElse(null);
            var line = writer.enumeration(name, old);
            var text = text(name);
            if (text.lastIndexOf("\nenum ") < 0) {
                text.append('\n');
            }
            text.append(line);
            var fresh = HeadText.enumeration(line.strip());
            if (old == null) {
                changes.add("+ enum " + name);
            } else if (!old.equals(fresh)) {
                fresh.values().stream().filter(value -> !old.values().contains(value))
                        .forEach(value -> changes.add("+ value " + name + "." + value.name()));
                old.values().stream().filter(gone -> fresh.values().stream().noneMatch(value -> value.name().equals(gone.name())))
                        .forEach(gone -> changes.add("- value " + name + "." + gone.name()));
            }
        }

        private StringBuilder text(String name) {
            var inPackage = envoy.packageOf(name);
            return texts.computeIfAbsent(inPackage, fresh -> new StringBuilder(writer.title(fresh)));
        }
    }
}
