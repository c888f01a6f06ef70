package mesh.warren.model.builtin;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import mesh.warren.model.address.Cidr;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.builtin.EndpointSlice.Endpoint;
import mesh.warren.model.id.Domain;
import mesh.warren.model.id.Tenant;

/** Services of an imaginary shop, short to write in tests. */
final class Shop {

    static final BuiltinSettings SETTINGS = new BuiltinSettings(
            new Domain("local"), "node-1", "/run/warren/netns/void",
            new TreeSet<>(List.of(Cidr.parse("10.96.0.0/12"), Cidr.parse("fd00:96::/112"))));

    static final ApiTable TABLE = ApiTable.committed();

    private Shop() {}

    static ServiceName name(String name) {
        return new ServiceName(new Tenant("shop"), name);
    }

    static IpAddress ip(String literal) {
        return IpAddress.parse(literal);
    }

    static Service service(String name, String clusterIp, ServicePort... ports) {
        return service(name, List.of(ip(clusterIp)), ports);
    }

    static Service service(String name, List<IpAddress> clusterIps, ServicePort... ports) {
        return new Service(name(name), Service.Kind.CLUSTER_IP, clusterIps, List.of(ports), false, false, false);
    }

    static Service publishNotReady(Service s) {
        return new Service(s.name(), s.kind(), s.clusterIps(), s.ports(), true, s.internalLocal(), s.clientIpAffinity());
    }

    static Service local(Service s) {
        return new Service(s.name(), s.kind(), s.clusterIps(), s.ports(), s.publishNotReady(), true, s.clientIpAffinity());
    }

    static Service sticky(Service s) {
        return new Service(s.name(), s.kind(), s.clusterIps(), s.ports(), s.publishNotReady(), s.internalLocal(), true);
    }

    static ServicePort port(String name, int port) {
        return new ServicePort(name, port, Transport.TCP, Optional.empty());
    }

    static ServicePort port(String name, int port, String appProtocol) {
        return new ServicePort(name, port, Transport.TCP, Optional.of(appProtocol));
    }

    static EndpointSlice slice(String service, String portName, int port, Endpoint... endpoints) {
        return new EndpointSlice(
                name(service), service + "-1", List.of(new EndpointSlice.Port(portName, port, Transport.TCP)), Arrays.asList(endpoints));
    }

    static Endpoint ready(String address) {
        return Endpoint.ready(ip(address), "node-1");
    }

    static Endpoint notReady(String address) {
        return new Endpoint(ip(address), false, false, false, Optional.of("node-1"));
    }

    static Endpoint draining(String address) {
        return new Endpoint(ip(address), false, true, true, Optional.of("node-1"));
    }

    static BuiltinEnvoy envoy(List<Service> services, EndpointSlice... slices) {
        return Builtin.empty(SETTINGS, TABLE).with(services, List.of(slices)).envoy();
    }
}
