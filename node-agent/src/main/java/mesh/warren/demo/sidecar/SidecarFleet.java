package mesh.warren.demo.sidecar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import mesh.warren.agent.downstream.AdsServer;
import mesh.warren.agent.downstream.AdsSettings;
import mesh.warren.agent.downstream.EnvoyObserver;
import mesh.warren.agent.envoy.EnvoyFolder;
import mesh.warren.agent.envoy.EnvoyLaunch;
import mesh.warren.agent.envoy.EnvoySupervisor;
import mesh.warren.agent.envoy.EnvoyWatcher;
import mesh.warren.agent.envoy.ProcessMemory;
import mesh.warren.agent.cluster.ClusterView;
import mesh.warren.demo.node.Pod;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.builtin.Builtin;
import mesh.warren.model.builtin.BuiltinEnvoy;
import mesh.warren.model.builtin.BuiltinSettings;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.id.Tenant;
import mesh.warren.model.listen.ClientAddress;
import mesh.warren.model.listen.DoorLimits;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.xds.PhysicalResource;

/**
 * Sidecars: an Envoy of the same binary, worker threads and configuration in each pod's own network namespace, configured
 * over delta ADS as the shared one is. Who wants traffic through them has to redirect it to their doors.
 */
public final class SidecarFleet implements AutoCloseable {

    /** Beside the doors of a pod that has Warren's too. */
    public static final DoorSettings BESIDE = new DoorSettings(25_001, 25_006, DoorSettings.DEFAULT.bufferBytes());
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path binary;
    private final int concurrency;
    private final int uid;
    private final Path folder;
    private final BuiltinSettings settings;
    private final ApiTable table = ApiTable.committed();
    private final ClusterView cluster;
    private final DoorSettings doors;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final List<EnvoySupervisor> sidecars = new ArrayList<>();

    /**
     * @param folder   for their sockets and logs
     * @param settings those of the shared Envoy's agent
     * @param cluster  what all of them know
     * @param doors    their ports
     */
    public SidecarFleet(Path binary, int concurrency, int uid, Path folder, BuiltinSettings settings, ClusterView cluster,
            DoorSettings doors) {
        this.doors = doors;
        this.binary = binary;
        this.concurrency = concurrency;
        this.uid = uid;
        this.folder = folder;
        this.settings = settings;
        this.cluster = cluster;
    }

    /** Starts one for each pod and waits until all have their configuration. */
    public void start(Collection<Pod> pods) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        List<AdsServer> servers = new ArrayList<>();
        int before = sidecars.size();
        for (Pod pod : pods) {
            EnvoyLaunch envoy = new EnvoyLaunch(binary, folder.resolve(Integer.toString(sidecars.size())), pod.netns(),
                    "sidecar-" + pod.name(), uid, concurrency, 2L << 30, 100_000, Duration.ofSeconds(1), true);
            EnvoyFolder own = EnvoyFolder.create(envoy);
            AdsServer ads = AdsServer.start(own.adsSocket(), AdsSettings.DEFAULT, EnvoyObserver.NONE);
            running.push(ads);
            own.giveToEnvoy(own.adsSocket());
            ads.publish(configuration(pod));
            servers.add(ads);
            EnvoySupervisor sidecar = EnvoySupervisor.start(envoy, EnvoyWatcher.NONE);
            running.push(sidecar::terminate);
            sidecars.add(sidecar);
        }
        for (int i = 0; i < servers.size(); i++) {
            sidecars.get(before + i).awaitReady(PATIENCE);
            servers.get(i).whenSettled().orTimeout(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS).join();
        }
    }

    /** The process of each. */
    public List<Long> pids() {
        return sidecars.stream().map(sidecar -> sidecar.process().pid()).toList();
    }

    /** The memory of each. */
    public List<ProcessMemory> memory() throws IOException {
        List<ProcessMemory> all = new ArrayList<>();
        for (EnvoySupervisor sidecar : sidecars) {
            all.add(ProcessMemory.of(sidecar.process().pid()));
        }
        return all;
    }

    private PhysicalSnapshot configuration(Pod pod) {
        BuiltinEnvoy envoy = Builtin.empty(new BuiltinSettings(settings.domain(), settings.node(), pod.netns().toString(),
                settings.serviceCidrs()), table).with(cluster.services(), cluster.slices()).envoy();
        TreeSet<IpAddress> addresses = new TreeSet<>();
        pod.addresses().forEach(address -> addresses.add(IpAddress.parse(address.getHostAddress())));
        PodNetwork network = new PodNetwork(new PodUid("sidecar-" + pod.name()), new PodName(new Tenant("demo"), pod.name()),
                pod.netns().toString(), addresses, false, DoorLimits.DEFAULT, Optional.empty());
        List<PhysicalResource> resources = new ArrayList<>(envoy.plain());
        resources.addAll(envoy.doors(ClientAddress.KEPT, doors).doors(network, envoy::plain));
        return PhysicalSnapshot.of(resources);
    }

    @Override
    public void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                System.getLogger(SidecarFleet.class.getName()).log(System.Logger.Level.WARNING, "ending a sidecar", e);
            }
        }
        sidecars.clear();
    }
}
