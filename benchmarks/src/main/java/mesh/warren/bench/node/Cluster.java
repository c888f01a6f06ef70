package mesh.warren.bench.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mesh.warren.demo.cluster.DemoPod;
import mesh.warren.demo.cluster.DemoService;

/**
 * Manifests in which the endpoints of each Service are a file of their own, so that a change of one costs reading one. Before there
 * are pods that serve, each Service has three endpoints that nobody answers at.
 */
final class Cluster {

    private static final List<DemoPod> NOBODY = List.of(
            new DemoPod("none-1", "10.255.0.1"), new DemoPod("none-2", "10.255.0.2"), new DemoPod("none-3", "10.255.0.3"));

    private final Path folder;
    private final String node;
    private final List<DemoService> services;

    /** Writes them all. */
    Cluster(Path folder, String node, int services) throws IOException {
        this.folder = folder;
        this.node = node;
        this.services = IntStream.range(0, services).mapToObj(DemoService::new).toList();
        replace("services.yaml", this.services.stream().map(DemoService::manifest).collect(Collectors.joining("---\n")));
        for (DemoService service : this.services) {
            endpoints(service, NOBODY);
        }
    }

    List<DemoService> services() {
        return services;
    }

    /** These serve the first Services, so many of them. */
    void serve(List<DemoPod> pods, int count) throws IOException {
        for (DemoService service : services.subList(0, Math.min(count, services.size()))) {
            endpoints(service, pods);
        }
    }

    /** One of the Service's three endpoints has another address, one for each turn. */
    void moveTo(DemoService service, int turn) throws IOException {
        endpoints(service, List.of(NOBODY.get(0), NOBODY.get(1), new DemoPod("none-3", "10.255.1." + (1 + turn % 250))));
    }

    /** A Service that was not there before, with its endpoints. */
    void add(DemoService service) throws IOException {
        replace("zz-" + service.name() + ".yaml", service.manifest() + "---\n" + service.endpointSlice(NOBODY, node));
    }

    /** It is gone. */
    void remove(DemoService service) throws IOException {
        Files.delete(folder.resolve("zz-" + service.name() + ".yaml"));
    }

    private void endpoints(DemoService service, List<DemoPod> pods) throws IOException {
        replace("endpoints-" + service.name() + ".yaml", service.endpointSlice(pods, node));
    }

    private void replace(String file, String text) throws IOException {
        Path fresh = folder.resolve("." + file + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
