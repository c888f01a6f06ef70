package mesh.warren.model.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the table's files and links them. Not to be used twice. */
final class TableParser {

    /** A field's line, kept until all messages and enums are known. */
    private record Unlinked(String file, int line, RowText row) {}

    private final Map<String, ApiMessage> messages = new TreeMap<>();
    private final Map<String, ApiEnum> enums = new TreeMap<>();
    private final Map<ApiMessage, List<Unlinked>> rows = new HashMap<>();
    private final Map<String, String> strings = new HashMap<>();

    ApiTable parse(List<TableFile> files) {
        files.forEach(this::read);
        rows.forEach(this::link);
        return new ApiTable(messages, enums);
    }

    private void read(TableFile file) {
        ApiMessage current = null;
        int number = 0;
        for (var line : (Iterable<String>) file.text().lines()::iterator) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            try {
                if (line.startsWith("message ")) {
                    current = HeadText.message(line);
                    if (messages.put(current.name(), current) != null) {
                        throw new IllegalArgumentException(current.name() + " stands twice in the table");
                    }
                    rows.put(current, new ArrayList<>());
                } else if (line.startsWith("enum ")) {
                    var value = HeadText.enumeration(line);
                    if (enums.put(value.name(), value) != null) {
                        throw new IllegalArgumentException(value.name() + " stands twice in the table");
                    }
                    current = null;
                } else if (line.startsWith("  ") && current != null && current.verdict() != Verdict.DENY) {
                    rows.get(current).add(new Unlinked(file.name(), number, RowText.parse(line)));
                } else {
                    throw new IllegalArgumentException("expected \"message NAME VERDICT\", \"enum NAME VALUE...\" or, below a message that"
                            + " is not denied, an indented row");
                }
            } catch (IllegalArgumentException e) {
                throw new TableException(file.name(), number, e.getMessage());
            }
        }
    }

    private void link(ApiMessage message, List<Unlinked> unlinked) {
        var oneofs = new ArrayList<String>();
        var fields = new ArrayList<ApiField>(unlinked.size());
        int last = 0;
        for (var row : unlinked) {
            try {
                if (row.row().number() <= last) {
                    throw new IllegalArgumentException("rows stand in the order of their field numbers; "
                            + row.row().number() + " follows " + last);
                }
                last = row.row().number();
                fields.add(field(row.row(), oneofs));
            } catch (IllegalArgumentException e) {
                throw new TableException(row.file(), row.line(), e.getMessage());
            }
        }
        message.link(fields, oneofs);
    }

    private ApiField field(RowText row, List<String> oneofs) {
        ApiMessage message = null;
        ApiEnum enumeration = null;
        if (row.kind() == FieldKind.MESSAGE && (message = messages.get(row.type())) == null) {
            throw new IllegalArgumentException("message " + row.type() + " is not in the table: run \"warren api update\"");
        }
        if (row.kind() == FieldKind.ENUM && (enumeration = enums.get(row.type())) == null) {
            throw new IllegalArgumentException("enum " + row.type() + " is not in the table: run \"warren api update\"");
        }
        int oneof = -1;
        if (!row.oneof().isEmpty() && (oneof = oneofs.indexOf(row.oneof())) < 0) {
            oneof = oneofs.size();
            oneofs.add(row.oneof());
        }
        return new ApiField(row.number(), shared(row.name()), row.rule(), shared(row.argument()), row.scope(), row.kind(),
                row.cardinality(), message, enumeration, oneof, shared(row.reason()));
    }

    /** Names and reasons repeat: one copy of each. */
    private String shared(String text) {
        return strings.computeIfAbsent(text, same -> same);
    }
}
