package mesh.warren.cli.rewrite;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Resources written as JSON or YAML: one, a list of them, or several YAML documents in a file. */
final class TextFiles {

    /** Larger files are not read: text this size is no resource of one virtual Envoy. */
    static final int LARGEST = 16 << 20;

    private static final int DEEPEST = 100;
    /** Each alias of a collection can double what it grows to. */
    private static final int MOST_ALIASES = 10;
    private static final Gson GSON = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    private final EnvoyTypes types;
    private final String type;
    private final Descriptor message;

    /** @param type the type URL of all resources */
    TextFiles(EnvoyTypes types, String type) throws UnusableInput {
        this.types = types;
        this.type = type;
        String name = type.substring(type.lastIndexOf('/') + 1);
        this.message = types.message(name).orElseThrow(() -> new UnusableInput("--type " + type,
                "Envoy 1.40.0 has no such message; want a type URL such as type.googleapis.com/envoy.config.cluster.v3.Cluster"));
    }

    /** The resources of the file. */
    List<Input> read(Path file) throws UnusableInput {
        String text = text(file);
        List<Input> inputs = new ArrayList<>();
        try {
            for (Object document : new Load(settings(file)).loadAllFromString(text)) {
                List<?> resources = document instanceof List<?> list ? list : document == null ? List.of() : List.of(document);
                for (Object resource : resources) {
                    inputs.add(input(file + "#" + (inputs.size() + 1), resource));
                }
            }
        } catch (YamlEngineException e) {
            throw new UnusableInput(file.toString(), "not JSON or YAML: " + e.getMessage().lines().findFirst().orElse("")
                    + place(e.getMessage()));
        } catch (StackOverflowError e) {
            // The YAML library reads nested collections by recursion; what is deeper than the stack is no resource.
            throw new UnusableInput(file.toString(), "nested too deeply; want at most " + DEEPEST + " levels");
        }
        if (inputs.isEmpty()) {
            throw new UnusableInput(file.toString(), "holds no resource; want a JSON or YAML object, or a list of them");
        }
        return inputs;
    }

    private static LoadSettings settings(Path file) {
        return LoadSettings.builder().setLabel(file.toString()).setCodePointLimit(LARGEST)
                .setMaxAliasesForCollections(MOST_ALIASES).setAllowDuplicateKeys(false).build();
    }

    private static String place(String message) {
        int line = message.indexOf(", line ");
        int end = line < 0 ? -1 : message.indexOf('\n', line);
        return line < 0 ? "" : message.substring(line, end < 0 ? message.length() : end).replaceAll(":$", "");
    }

    static String text(Path file) throws UnusableInput {
        try {
            long size = Files.size(file);
            if (size > LARGEST) {
                throw new UnusableInput(file.toString(), size + " bytes; want at most " + LARGEST + " (16 MiB)");
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new UnusableInput(file.toString(), "not UTF-8 text; for binary discovery responses use --response");
        } catch (IOException e) {
            throw new UnusableInput(file.toString(), "cannot be read: " + e);
        }
    }

    private Input input(String source, Object resource) throws UnusableInput {
        if (!(resource instanceof Map<?, ?>)) {
            throw new UnusableInput(source, "not an object; want the fields of " + message.getFullName());
        }
        ForeignTypes foreign = new ForeignTypes(types);
        Object prepared = foreign.prepare(resource, DEEPEST, source);
        DynamicMessage.Builder builder = DynamicMessage.newBuilder(message);
        try {
            JsonFormat.parser().usingTypeRegistry(types.registry(foreign.names()))
                    .merge(GSON.toJson(prepared), builder);
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new UnusableInput(source, "not a " + message.getFullName() + ": " + e.getMessage());
        }
        return new Input(source, type, builder.build().toByteArray());
    }
}
