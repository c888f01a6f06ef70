package mesh.warren.demo.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes the demo's manifests, each file replaced in one step, as a controller's store would change. */
public final class ManifestFolder {

    private final Path folder;
    private final String node;
    private final List<DemoService> services;

    public ManifestFolder(Path folder, String node, int services) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.node = node;
        this.services = IntStream.range(0, services).mapToObj(DemoService::new).toList();
        replace("services.yaml", this.services.stream().map(DemoService::manifest).collect(Collectors.joining("---\n")));
    }

    public List<DemoService> services() {
        return services;
    }

    /** These pods serve, and no others. */
    public void pods(List<DemoPod> pods) throws IOException {
        replace("pods.yaml", pods.stream().map(pod -> pod.manifest(node)).collect(Collectors.joining("---\n")));
        replace("endpoints.yaml", services.stream().map(service -> service.endpointSlice(pods, node))
                .collect(Collectors.joining("---\n")));
    }

    private void replace(String file, String text) throws IOException {
        Path fresh = folder.resolve("." + file + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
