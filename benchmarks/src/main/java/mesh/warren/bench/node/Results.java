package mesh.warren.bench.node;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** A folder with a JSON file for each part of the benchmark that is done. */
record Results(Path folder) {

    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

    /** What is there from before; empty when the part was not done. */
    <T> Optional<T> find(String part, Type type) throws IOException {
        Path file = file(part);
        return Files.exists(file) ? Optional.of(GSON.fromJson(Files.readString(file), type)) : Optional.empty();
    }

    /** In one step, so that a part is there as a whole or not at all. */
    void keep(String part, Object result) throws IOException {
        Path fresh = folder.resolve(part + ".json.new");
        Files.writeString(fresh, GSON.toJson(result) + "\n");
        Files.move(fresh, file(part), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    boolean isEmpty() throws IOException {
        try (var files = Files.list(folder)) {
            return files.noneMatch(file -> file.toString().endsWith(".json"));
        }
    }

    private Path file(String part) {
        return folder.resolve(part + ".json");
    }
}
