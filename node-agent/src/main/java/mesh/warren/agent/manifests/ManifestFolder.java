package mesh.warren.agent.manifests;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import mesh.warren.agent.cluster.ClusterObject;
import mesh.warren.agent.cluster.ClusterPod;
import mesh.warren.agent.cluster.ClusterView;
import mesh.warren.agent.cluster.Problem;
import mesh.warren.model.builtin.EndpointSlice;
import mesh.warren.model.builtin.Service;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.Tenant;

/**
 * The folder's files with their last good contents. A file that cannot be used keeps what it held before. Owned by one
 * thread.
 */
final class ManifestFolder {

    /**
     * What a file looked like when it was read: as long as it looks the same, it is not read again. Unless it had just been
     * written: the file system's clock ticks too slowly to show a second write at once.
     */
    private record Look(Object fileKey, FileTime modified, long size, boolean settled) {

        static Look at(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            long age = System.currentTimeMillis() - attributes.lastModifiedTime().toMillis();
            return new Look(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size(), age > SETTLED_MILLIS);
        }

        boolean same(Look other) {
            return settled && Objects.equals(fileKey, other.fileKey) && modified.equals(other.modified) && size == other.size;
        }
    }

    private record State(Look look, ManifestReader.Contents good, Problem problem) {}

    private static final long SETTLED_MILLIS = 1000;
    private static final ManifestReader.Contents NOTHING = new ManifestReader.Contents(List.of(), List.of());

    private final Path folder;
    private final ManifestReader reader = new ManifestReader();
    private SortedMap<String, State> files = new TreeMap<>();

    ManifestFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads what changed, and says what the folder holds now.
     *
     * @throws IOException when the folder itself cannot be listed; the state stays as it was
     */
    ClusterView read() throws IOException {
        SortedMap<String, State> now = new TreeMap<>();
        for (Path file : list()) {
            String name = file.getFileName().toString();
            State state = read(file, name, files.get(name));
            if (state != null) {
                now.put(name, state);
            }
        }
        files = now;
        return view();
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(ManifestFolder::isManifest).sorted().toList();
        }
    }

    /** Editors and controllers write to hidden files first. */
    private static boolean isManifest(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))
                && !Files.isDirectory(file);
    }

    /** Null when the file went away while it was looked at. */
    private State read(Path file, String name, State before) {
        ManifestReader.Contents good = before == null ? NOTHING : before.good();
        Look look = null;
        try {
            look = Look.at(file);
            if (before != null && before.look() != null && before.look().same(look)) {
                return before;
            }
            return new State(look, reader.read(name, Files.readString(file)), null);
        } catch (ManifestException e) {
            return new State(look, good, new Problem(name, e.line(), e.getMessage() + keeps(before)));
        } catch (CharacterCodingException e) {
            return new State(look, good, new Problem(name, 0, "is not UTF-8" + keeps(before)));
        } catch (IOException e) {
            return Files.exists(file) ? new State(null, good, new Problem(name, 0, "cannot be read (" + e + ")" + keeps(before))) : null;
        }
    }

    private static String keeps(State before) {
        return before == null ? "; nothing of this file is used" : "; what this file held before stays in force";
    }

    private ClusterView view() {
        Map<String, String> seen = new HashMap<>();
        List<Problem> problems = new ArrayList<>();
        List<Service> services = new ArrayList<>();
        List<EndpointSlice> slices = new ArrayList<>();
        SortedMap<PodName, ClusterPod> pods = new TreeMap<>();
        SortedMap<Tenant, Map<String, String>> tenants = new TreeMap<>();
        files.forEach((file, state) -> {
            problems.addAll(state.good().ignored());
            if (state.problem() != null) {
                problems.add(state.problem());
            }
            for (ManifestReader.Found found : state.good().objects()) {
                String first = seen.putIfAbsent(found.object().identity(), file);
                if (first != null) {
                    problems.add(new Problem(file, found.line(), found.object().identity() + " stands in "
                            + (first.equals(file) ? "this file" : first) + " already: that one counts; remove one of them"));
                    continue;
                }
                switch (found.object()) {
                    case ClusterObject.OfService(Service service) -> services.add(service);
                    case ClusterObject.OfSlice(EndpointSlice slice) -> slices.add(slice);
                    case ClusterObject.OfPod(ClusterPod pod) -> pods.put(pod.name(), pod);
                    case ClusterObject.OfTenant(Tenant tenant, Map<String, String> labels) -> tenants.put(tenant, labels);
                }
            }
        });
        services.sort(Comparator.comparing(Service::name));
        slices.sort(Comparator.comparing(EndpointSlice::service).thenComparing(EndpointSlice::name));
        problems.sort(Comparator.naturalOrder());
        return new ClusterView(services, slices, pods, tenants, problems);
    }
}
