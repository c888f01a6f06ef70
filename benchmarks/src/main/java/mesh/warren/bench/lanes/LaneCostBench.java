package mesh.warren.bench.lanes;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import mesh.warren.agent.envoy.ProcessMemory;
import mesh.warren.agent.lanes.Lanes;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.agent.netns.Pin;
import mesh.warren.agent.netns.Pins;
import mesh.warren.agent.netns.VoidNetns;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.registry.RegistrySnapshot;
import mesh.warren.demo.DemoFolder;
import mesh.warren.demo.node.Teardown;
import mesh.warren.demo.report.Table;
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
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.id.Tenant;
import mesh.warren.model.listen.ClientAddress;
import mesh.warren.model.listen.DoorLimits;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.xds.PhysicalResource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code warren bench lane-cost}: memory, descriptors and time that an Envoy with more lanes takes. */
@Command(name = "lane-cost", mixinStandardHelpOptions = true, description = {
    "Start an Envoy with 2 to 64 lanes for many pods and Services, and say what it costs.",
    "Needs root. Changes nothing of the machine's own network."})
public final class LaneCostBench implements Callable<Integer> {

    private static final double MIB = 1 << 20;

    @Option(names = "--pods", defaultValue = "250", description = "Pods, each with two doors; default ${DEFAULT-VALUE}.")
    private int pods;

    @Option(names = "--services", defaultValue = "1000", description = "Services of three endpoints; default ${DEFAULT-VALUE}.")
    private int services;

    @Option(names = "--lanes", split = ",", defaultValue = "2,4,8,16,32,64", description = "Numbers of lanes; default ${DEFAULT-VALUE}.")
    private List<Integer> lanes;

    private final TreeMap<PodUid, PodRecord> records = new TreeMap<>();
    private final Teardown teardown = new Teardown();

    @Override
    public Integer call() throws Exception {
        LogManager.getLogManager().reset();
        try {
            Path folder = Files.createTempDirectory("warren-lane-cost");
            teardown.later("folder", () -> DemoFolder.delete(folder));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
            Pins pins = Pins.in(folder.resolve("run"));
            teardown.later("pins", pins::destroy);
            VoidNetns empty = VoidNetns.findOrCreate(pins);
            List<PhysicalResource> resources = resources(pins, empty);
            Table table = new Table("lanes, " + pods + " pods x " + services + " services", "private MiB", "resident MiB", "descriptors",
                    "start ms", "steer all doors ms");
            for (int count : lanes) {
                measure(table, folder, empty, resources, count);
            }
            System.out.println(table);
            return 0;
        } finally {
            teardown.close();
        }
    }

    private void measure(Table table, Path folder, VoidNetns empty, List<PhysicalResource> resources, int count) throws Exception {
        long begin = System.nanoTime();
        try (ServedEnvoy envoy = ServedEnvoy.start(Path.of(System.getenv("WARREN_ENVOY")), folder.resolve("e" + count), empty.path(), count, resources)) {
            long served = System.nanoTime();
            try (Lanes steered = envoy.steer(count, new RegistrySnapshot(records))) {
                long done = System.nanoTime();
                ProcessMemory memory = ProcessMemory.of(envoy.supervisor().process().pid());
                table.row(count, "%.1f".formatted(memory.privateDirty() / MIB), "%.1f".formatted(memory.resident() / MIB),
                        descriptors(envoy.supervisor().process().pid()), (served - begin) / 1_000_000, (done - served) / 1_000_000);
            }
        }
    }

    private static int descriptors(long pid) throws IOException {
        int count = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path ignored : entries) {
                count++;
            }
        }
        return count;
    }

    private List<PhysicalResource> resources(Pins pins, VoidNetns empty) throws IOException {
        BuiltinEnvoy builtin = builtin(empty);
        List<PhysicalResource> resources = new ArrayList<>(builtin.plain());
        for (int i = 0; i < pods; i++) {
            PodUid uid = new PodUid("pod-" + i);
            PodName name = new PodName(new Tenant("tenant-" + i % 20), "pod-" + i);
            Pin pin = NetnsThread.callInNew(() -> {
                run("ip", "link", "set", "lo", "up");
                return pins.create(uid, Path.of("/proc/thread-self/ns/net"));
            });
            records.put(uid, new PodRecord(uid, name, uid.value(), "eth0", pin.path(), pin.netns(), pin.path(), List.of(), Map.of()));
            PodNetwork network = new PodNetwork(uid, name, pin.path().toString(), new TreeSet<>(), false, DoorLimits.DEFAULT, Optional.empty());
            resources.addAll(builtin.doors(ClientAddress.KEPT, DoorSettings.DEFAULT).doors(network, builtin::plain));
        }
        return resources;
    }

    private BuiltinEnvoy builtin(VoidNetns empty) {
        List<Service> all = new ArrayList<>();
        List<EndpointSlice> slices = new ArrayList<>();
        for (int i = 0; i < services; i++) {
            ServiceName name = new ServiceName(new Tenant("shop"), "service-" + i);
            String port = i % 2 == 0 ? "http" : "tcp";
            all.add(new Service(name, Service.Kind.CLUSTER_IP, List.of(IpAddress.parse("10.96." + i / 250 + "." + (i % 250 + 1))),
                    List.of(new ServicePort(port, 80, Transport.TCP, Optional.empty())), false, false, false));
            List<EndpointSlice.Endpoint> endpoints = new ArrayList<>();
            for (int e = 1; e <= 3; e++) {
                endpoints.add(EndpointSlice.Endpoint.ready(IpAddress.parse("10." + (100 + e) + "." + i / 250 + "." + (i % 250 + 1)), "other"));
            }
            slices.add(new EndpointSlice(name, "slice-" + i, List.of(new EndpointSlice.Port(port, 8080, Transport.TCP)), endpoints));
        }
        return Builtin.empty(new BuiltinSettings(new Domain("local"), "bench", empty.path().toString(),
                new TreeSet<>(List.of(Cidr.parse("10.96.0.0/12")))), ApiTable.committed()).with(all, slices).envoy();
    }

    private static void run(String... command) throws IOException {
        try {
            if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
