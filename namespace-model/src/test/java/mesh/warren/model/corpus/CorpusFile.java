package mesh.warren.model.corpus;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A file of a corpus. Its first lines are a header of comments {@code # key: value}. A {@code .yaml} file holds documents, a
 * {@code .hex} file the bytes of one resource of the header's {@code type}: pairs of digits, {@code DIGITS xN} for N times.
 *
 * @param name      folder and file, without what follows the dot
 * @param header    what the comments say
 * @param resources in the order of the file
 */
public record CorpusFile(String name, Map<String, String> header, List<Resource> resources) {

    private static final Path ROOT = Path.of("src/test/corpus");

    /** All files below this folder of {@code src/test/corpus}, sorted. */
    public static List<CorpusFile> all(String folder) {
        var root = ROOT.resolve(folder);
        try (var paths = Files.walk(root)) {
            return paths.filter(Files::isRegularFile).sorted().map(path -> read(root, path)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CorpusFile read(Path root, Path path) {
        try {
            var text = fillIn(Files.readString(path));
            var header = header(text);
            var file = root.relativize(path).toString();
            var name = file.substring(0, file.lastIndexOf('.'));
            return new CorpusFile(name, header, file.endsWith(".hex")
                    ? List.of(Resource.of(header.get("type"), hex(text)))
                    : Yaml.resources(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
        }
    }

    /** {@code @CERT@} and {@code @KEY@} stand for a certificate that protects nothing, and its key. */
    private static String fillIn(String text) throws IOException {
        var filled = text;
        for (var entry : Map.of("@CERT@", "certificate.pem", "@KEY@", "key.pem").entrySet()) {
            filled = filled.replace(entry.getKey(), Files.readString(ROOT.resolve(entry.getValue())).replace("\n", "\\n"));
        }
        return filled;
    }

    private static Map<String, String> header(String text) {
        return text.lines().takeWhile(line -> line.startsWith("# ")).filter(line -> line.contains(": "))
                .map(line -> line.substring(2).split(": ", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, b) -> b, LinkedHashMap::new));
    }

    private static ByteString hex(String text) {
        var digits = text.lines().map(line -> line.replaceFirst("#.*", "").strip()).map(CorpusFile::repeated).collect(Collectors.joining());
        return ByteString.copyFrom(HexFormat.of().parseHex(digits));
    }

    private static String repeated(String line) {
        int at = line.indexOf(" x");
        return at < 0 ? line : line.substring(0, at).repeat(Integer.parseInt(line.substring(at + 2)));
    }

    @Override
    public String toString() {
        return name;
    }
}
