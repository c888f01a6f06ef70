package mesh.warren.bench.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import mesh.warren.model.address.Cidr;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.builtin.Builtin;
import mesh.warren.model.builtin.BuiltinEnvoy;
import mesh.warren.model.builtin.BuiltinSettings;
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
import mesh.warren.model.listen.DoorPlan;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.xds.PhysicalResource;

/** A node as the built-in virtual Envoys make it: half of the Services HTTP, half TCP, without endpoints. */
final class BuiltinNode {

    final BuiltinEnvoy envoy;
    final DoorPlan doors;

    BuiltinNode(int services) {
        BuiltinSettings settings = new BuiltinSettings(new Domain("default"), "node", "/run/warren/void",
                new TreeSet<>(List.of(Cidr.parse("10.96.0.0/12"))));
        List<Service> all = IntStream.range(0, services).mapToObj(BuiltinNode::service).toList();
        envoy = Builtin.empty(settings, ApiTable.committed()).with(all, List.of()).envoy();
        doors = envoy.doors(ClientAddress.KEPT, DoorSettings.DEFAULT);
    }

    private static Service service(int i) {
        boolean http = i % 2 == 0;
        return new Service(new ServiceName(new Tenant("default"), "svc-" + i), Service.Kind.CLUSTER_IP,
                List.of(IpAddress.parse("10.96." + i / 250 + "." + (1 + i % 250))),
                List.of(new ServicePort(http ? "http" : "tcp", http ? 80 : 9090, Transport.TCP, Optional.empty())), false, false, false);
    }

    static PodNetwork pod(int i) {
        PodUid uid = new PodUid("00000000-0000-4000-8000-" + String.format("%012d", i));
        return new PodNetwork(uid, new PodName(new Tenant("tenant-" + i % 10), "pod-" + i), "/run/warren/pods/" + uid,
                new TreeSet<>(List.of(IpAddress.parse("10.244." + i / 250 + "." + (1 + i % 250)))), true,
                DoorLimits.DEFAULT, Optional.empty());
    }

    List<PhysicalResource> doorsOf(PodNetwork pod) {
        return doors.doors(pod, envoy::plain);
    }

    /** Everything that Envoy would have with so many pods. */
    List<PhysicalResource> physical(int pods) {
        List<PhysicalResource> all = new ArrayList<>(envoy.plain());
        IntStream.range(0, pods).forEach(i -> all.addAll(doorsOf(pod(i))));
        return all;
    }
}
