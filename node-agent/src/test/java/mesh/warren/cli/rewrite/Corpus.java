package mesh.warren.cli.rewrite;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The YAML files of the rewriter's corpora, as inputs of the command. */
final class Corpus {

    private static final Path ROOT = Path.of("../namespace-model/src/test/corpus");
    private static final Gson GSON = new GsonBuilder().serializeNulls().create();

    private final EnvoyTypes types;
    private final TypeRegistry registry;

    Corpus(EnvoyTypes types) {
        this.types = types;
        this.registry = types.registry(List.of());
    }

    /** The resources of each file of the folder, by the file's name. */
    Map<String, List<Input>> all(String folder) {
        var root = ROOT.resolve(folder);
        try (Stream<Path> paths = Files.walk(root)) {
            var files = new TreeMap<String, List<Input>>();
            for (Path path : paths.filter(file -> file.toString().endsWith(".yaml")).toList()) {
                files.put(root.relativize(path).toString().replace(".yaml", ""), read(path));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Input> read(Path path) throws IOException {
        var text = Files.readString(path).replace("@CERT@", pem("certificate.pem")).replace("@KEY@", pem("key.pem"));
        return parse(path.toString(), text);
    }

    /** The resources of YAML documents, each with {@code @type}. */
    List<Input> parse(String source, String text) {
        var inputs = new ArrayList<Input>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
            inputs.add(input(source, new HashMap<>((Map<?, ?>) document)));
        }
        return inputs;
    }

    private static String pem(String file) throws IOException {
        return Files.readString(ROOT.resolve(file)).replace("\n", "\\n");
    }

    private Input input(String source, Map<Object, Object> document) {
        var type = (String) document.remove("@type");
        var message = DynamicMessage.newBuilder(types.message(type.substring(type.lastIndexOf('/') + 1)).orElseThrow());
        try {
            JsonFormat.parser().usingTypeRegistry(registry).merge(GSON.toJson(document), message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
        }
        return new Input(source, type, message.build().toByteArray());
    }
}
