package mesh.warren.cli.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.api.TableFile;

/** Where the table lies in the repository. */
final class SourceTree {

    private static final Path RESOURCES = Path.of("namespace-model/src/main/resources/mesh/warren/model/api");
    private static final Path DESCRIPTORS = Path.of("namespace-model/envoy-api/src/main/descriptors");

    private final Path tables;
    private final Path types;
    private final Path descriptors;

    /** @throws IllegalArgumentException when this is not the root of the repository */
    SourceTree(Path root) {
        tables = root.resolve(RESOURCES).resolve("table");
        types = root.resolve(RESOURCES).resolve("registered-types.txt");
        descriptors = root.resolve(DESCRIPTORS);
        if (!Files.isDirectory(tables) || !Files.isDirectory(descriptors)) {
            throw new IllegalArgumentException("--dir " + root + " is not the repository: it has no " + RESOURCES + "/table or no " + DESCRIPTORS);
        }
    }

    ApiTable table() throws IOException {
        var files = new ArrayList<TableFile>();
        for (var path : tableFiles()) {
            files.add(new TableFile(path.getFileName().toString(), Files.readString(path)));
        }
        return ApiTable.of(files);
    }

    /** Writes what is new, deletes the tables of packages that are gone and the descriptors of other versions. */
    void write(List<TableFile> files, EnvoyOnDisk envoy) throws IOException {
        var names = files.stream().map(TableFile::name).toList();
        for (var path : tableFiles()) {
            if (!names.contains(path.getFileName().toString())) {
                Files.delete(path);
            }
        }
        for (var file : files) {
            Files.writeString(tables.resolve(file.name()), file.text());
        }
        Files.writeString(tables.resolve("index.txt"), names.stream().collect(Collectors.joining("\n", "", "\n")));
        Files.writeString(types, envoy.types().text());
        var current = descriptors.resolve("envoy-" + envoy.types().envoy() + ".binpb");
        try (var all = Files.newDirectoryStream(descriptors, "envoy-*.binpb")) {
            for (var path : all) {
                if (!path.equals(current)) {
                    Files.delete(path);
                }
            }
        }
        Files.write(current, envoy.descriptors().toByteArray());
    }

    private List<Path> tableFiles() throws IOException {
        try (var all = Files.list(tables)) {
            return all.filter(path -> path.toString().endsWith(".txt") && !path.endsWith("index.txt")).sorted().toList();
        }
    }
}
