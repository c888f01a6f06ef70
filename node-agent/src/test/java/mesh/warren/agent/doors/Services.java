package mesh.warren.agent.doors;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.builtin.Builtin;
import mesh.warren.model.builtin.BuiltinEnvoy;
import mesh.warren.model.builtin.BuiltinSettings;
import mesh.warren.model.builtin.EndpointSlice;
import mesh.warren.model.builtin.EndpointSlice.Endpoint;
import mesh.warren.model.builtin.Service;
import mesh.warren.model.builtin.ServiceName;
import mesh.warren.model.builtin.ServicePort;
import mesh.warren.model.builtin.Transport;
import mesh.warren.model.id.Tenant;

/** A Service with one slice, short to write. */
record Services(Service service, List<EndpointSlice> slices) {

    /** @param portName decides HTTP or TCP */
    static Services of(String name, String clusterIp, String portName, int port, boolean sticky, String... targets) {
        ServiceName id = new ServiceName(new Tenant("shop"), name);
        Service service = new Service(id, Service.Kind.CLUSTER_IP, List.of(IpAddress.parse(clusterIp)),
                List.of(new ServicePort(portName, port, Transport.TCP, Optional.empty())), false, false, sticky);
        List<EndpointSlice> slices = Stream.of(targets).map(target -> {
            int colon = target.lastIndexOf(':');
            IpAddress address = IpAddress.parse(target.substring(0, colon).replaceAll("[\\[\\]]", ""));
            return new EndpointSlice(id, name + target, List.of(new EndpointSlice.Port(
                    portName, Integer.parseInt(target.substring(colon + 1)), Transport.TCP)),
                    List.of(Endpoint.ready(address, "test-node")));
        }).toList();
        return new Services(service, slices);
    }

    static BuiltinEnvoy builtin(BuiltinSettings settings, Services... all) {
        return Builtin.empty(settings, ApiTable.committed())
                .with(Stream.of(all).map(Services::service).toList(), Stream.of(all).flatMap(s -> s.slices().stream()).toList())
                .envoy();
    }
}
