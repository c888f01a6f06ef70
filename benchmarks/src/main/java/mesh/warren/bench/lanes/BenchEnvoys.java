package mesh.warren.bench.lanes;

import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import mesh.warren.agent.lanes.Lanes;
import mesh.warren.model.address.Cidr;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.builtin.Builtin;
import mesh.warren.model.builtin.BuiltinEnvoy;
import mesh.warren.model.builtin.BuiltinSettings;
import mesh.warren.model.builtin.EndpointSlice;
import mesh.warren.model.builtin.Service;
import mesh.warren.model.builtin.ServiceName;
import mesh.warren.model.builtin.ServicePort;
import mesh.warren.model.builtin.Transport;
import mesh.warren.model.id.Domain;
import mesh.warren.model.id.Tenant;
import mesh.warren.model.listen.ClientAddress;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.xds.PhysicalResource;

/** The Envoys of one arrangement, with the configuration that the agent would give them, and the agent's own lanes. */
final class BenchEnvoys implements AutoCloseable {

    private static final DoorSettings DOORS = DoorSettings.DEFAULT;

    private final BenchPods pods;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    private ServedEnvoy shared;
    private Lanes lanes;

    private BenchEnvoys(BenchPods pods) {
        this.pods = pods;
    }

    /**
     * Starts them; returns when all doors serve, and are steered where they are to be.
     *
     * @param workers of an Envoy without lanes
     * @param lanes   of one with lanes
     */
    static BenchEnvoys start(BenchPods pods, Arrangement arrangement, int workers, int lanes) throws IOException, InterruptedException {
        BenchEnvoys envoys = new BenchEnvoys(pods);
        try {
            Path nothing = pods.empty().path();
            switch (arrangement) {
                case SHARED -> envoys.one("shared", nothing, workers, "quiet", "loud");
                case LANES -> {
                    envoys.shared = envoys.one("lanes", nothing, lanes, "quiet", "loud");
                    envoys.lanes = envoys.shared.steer(lanes, pods.registry());
                    envoys.running.push(envoys.lanes);
                }
                case OWN -> {
                    envoys.one("own-quiet", nothing, workers, "quiet");
                    envoys.one("own-loud", nothing, workers, "loud");
                }
                case SIDECARS -> {
                    envoys.one("sidecar-quiet", pods.pod("quiet").netns(), workers, "quiet");
                    envoys.one("sidecar-loud", pods.pod("loud").netns(), workers, "loud");
                }
            }
            return envoys;
        } catch (IOException | InterruptedException | RuntimeException e) {
            envoys.close();
            throw e;
        }
    }

    /** With lanes: Envoy's process. */
    long process() {
        return shared.supervisor().process().pid();
    }

    /** With lanes: the pod's own. */
    int lane(String pod) {
        return lanes.report().join().pods().stream().filter(one -> one.name().equals(pod + "/" + pod)).findFirst().orElseThrow().lane();
    }

    /** With lanes: doors stay steered, and nobody changes the workers' weights any more. */
    void stopWatching() {
        lanes.close();
    }

    private ServedEnvoy one(String name, Path netns, int workers, String... names) throws IOException, InterruptedException {
        BuiltinEnvoy builtin = builtin(netns);
        List<PhysicalResource> resources = new ArrayList<>(builtin.plain());
        for (String pod : names) {
            PodNetwork network = pods.network(pod);
            resources.addAll(builtin.doors(ClientAddress.KEPT, DOORS).doors(network, builtin::plain));
        }
        ServedEnvoy envoy = ServedEnvoy.start(pods.envoy(), pods.folder().resolve("e-" + name), netns, workers, resources);
        running.push(envoy);
        return envoy;
    }

    private BuiltinEnvoy builtin(Path netns) {
        List<Service> services = new ArrayList<>();
        List<EndpointSlice> slices = new ArrayList<>();
        for (String pod : List.of("quiet", "loud")) {
            service(services, slices, pod, "", BenchPods.SMALL);
            service(services, slices, pod, "-large", BenchPods.LARGE);
        }
        return Builtin.empty(new BuiltinSettings(new Domain("local"), "bench", netns.toString(),
                new TreeSet<>(List.of(Cidr.parse("10.96.0.0/12")))), ApiTable.committed()).with(services, slices).envoy();
    }

    private void service(List<Service> services, List<EndpointSlice> slices, String pod, String suffix, int port) {
        ServiceName name = new ServiceName(new Tenant(pod), pod + suffix);
        services.add(new Service(name, Service.Kind.CLUSTER_IP, List.of(IpAddress.parse(address(pod, port == BenchPods.LARGE))),
                List.of(new ServicePort("http", 80, Transport.TCP, Optional.empty())), false, false, false));
        slices.add(new EndpointSlice(name, pod + suffix, List.of(new EndpointSlice.Port("http", port, Transport.TCP)),
                List.of(EndpointSlice.Endpoint.ready(IpAddress.parse(pods.pod(pod + "-server").address(Inet4Address.class)), "bench"))));
    }

    /** What a pod dials for its small or its large answers. */
    static String address(String pod, boolean large) {
        return "10.96.0." + (pod.equals("quiet") ? 10 : 20) + (large ? "1" : "");
    }

    @Override
    public void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                System.getLogger(BenchEnvoys.class.getName()).log(System.Logger.Level.WARNING, "ending an Envoy", e);
            }
        }
    }
}
