package mesh.warren.model.corpus;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import mesh.warren.model.xds.ResourceType;

/**
 * What Jazzer runs (docs/rewriter-figures.md says how): {@link RewriteProperties} over bytes that coverage guides. The first byte is the
 * resource's type. Needs no class of Jazzer's: the name of the method is the contract. {@code main} writes the corpora as seeds.
 */
public final class JazzerTarget {

    private static final ResourceType[] TYPES = ResourceType.values();

    private JazzerTarget() {}

    /** Called by Jazzer for each input; an exception is a finding. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        var type = TYPES[Byte.toUnsignedInt(input[0]) % TYPES.length];
        var violations = RewriteProperties.violations(Resource.of(type.message(), ByteString.copyFrom(input, 1, input.length - 1)));
        if (!violations.isEmpty()) {
            throw new AssertionError(type + ": " + violations);
        }
    }

    /** Writes a seed for each resource of the corpora into the folder {@code args[0]}. */
    public static void main(String[] args) throws IOException {
        var folder = Files.createDirectories(Path.of(args[0]));
        int number = 0;
        for (var seed : FuzzRun.seeds()) {
            int type = Arrays.asList(TYPES).indexOf(ResourceType.ofUrl(seed.typeUrl()).orElse(ResourceType.ROUTES));
            var bytes = ByteString.copyFrom(new byte[] {(byte) type}).concat(seed.bytes());
            Files.write(folder.resolve("seed-" + number++), bytes.toByteArray());
        }
    }
}
