package mesh.warren.cli.cluster;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.function.Function;
import mesh.warren.demo.report.Table;

/** How a command says what it found or did. */
enum Format {
    table,
    json,
    yaml;

    /**
     * Rows as text.
     *
     * @param heads of the table
     * @param cells of a row, as many as heads
     */
    <R> String of(List<R> rows, List<String> heads, Function<R, List<Object>> cells) {
        return switch (this) {
            case json -> Serialization.asJson(rows);
            case yaml -> Serialization.asYaml(rows);
            case table -> {
                Table table = new Table(heads.toArray(String[]::new));
                rows.forEach(row -> table.row(cells.apply(row).toArray()));
                yield table.toString();
            }
        };
    }
}
