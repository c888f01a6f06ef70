package mesh.warren.cli.plan;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mesh.warren.cli.rewrite.EnvoyTypes;
import mesh.warren.cli.rewrite.ResponseFiles;
import mesh.warren.cli.rewrite.UnusableInput;
import mesh.warren.model.plan.Sent;

/** Reads one sidecar's folder or file: config dumps as JSON, binary discovery responses, in any mixture. */
final class SidecarFiles {

    private static final int MOST_FILES = 10_000;

    private final Messages messages;
    private final ResponseFiles responses;

    SidecarFiles(EnvoyTypes types) {
        this.messages = new Messages(types);
        this.responses = new ResponseFiles(types);
    }

    /** All files of it together. */
    Read read(Path path) throws UnusableInput {
        DumpNode node = DumpNode.UNKNOWN;
        List<Sent> resources = new ArrayList<>();
        List<Read.Broken> broken = new ArrayList<>();
        int statics = 0;
        for (Path file : files(path)) {
            Read read = isJson(file) ? dump(file) : response(file);
            node = read.node().equals(DumpNode.UNKNOWN) ? node : read.node();
            resources.addAll(read.resources());
            broken.addAll(read.broken());
            statics += read.statics();
        }
        return new Read(node, resources, broken, statics);
    }

    private static List<Path> files(Path path) throws UnusableInput {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> files = all.filter(Files::isRegularFile).sorted().limit(MOST_FILES + 1).toList();
            if (files.isEmpty() || files.size() > MOST_FILES) {
                throw new UnusableInput(path.toString(), (files.isEmpty() ? "no file" : "more than " + MOST_FILES + " files")
                        + " in this folder; want a folder for each sidecar");
            }
            return files;
        } catch (IOException e) {
            throw new UnusableInput(path.toString(), "cannot be read: " + e);
        }
    }

    /** By the first characters: a response begins with a field's tag, and a length. */
    private static boolean isJson(Path file) throws UnusableInput {
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(64), StandardCharsets.ISO_8859_1).stripLeading();
            return file.toString().endsWith(".json") || start.matches("(?s)[{\\[]\\s*[\"{}\\]].*");
        } catch (IOException e) {
            throw new UnusableInput(file.toString(), "cannot be read: " + e);
        }
    }

    private Read dump(Path file) throws UnusableInput {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                InputStreamReader text = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            return new DumpFile(file.toString(), text, messages).read();
        } catch (IOException e) {
            throw new UnusableInput(file.toString(), "cannot be read: " + e);
        }
    }

    private Read response(Path file) throws UnusableInput {
        List<Sent> sent = responses.read(file).stream().map(in -> new Sent(in.source(), in.type(), in.bytes())).toList();
        return new Read(DumpNode.UNKNOWN, sent, List.of(), 0);
    }
}
