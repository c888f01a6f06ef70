package mesh.warren.model.builtin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.warren.model.address.IpAddress;

/** All that can be dialled, by Service, and notes on what cannot. */
final class Ports {

    private final Map<ServiceName, List<DialledPort>> byService = new HashMap<>();
    private final List<Note> notes = new ArrayList<>();

    private Ports() {}

    /** @param services sorted by name: of two that claim one address and port the first gets it */
    static Ports of(Collection<Service> services) {
        Ports ports = new Ports();
        Map<String, ServiceName> taken = new HashMap<>();
        services.forEach(service -> ports.add(service, taken));
        return ports;
    }

    List<DialledPort> of(ServiceName service) {
        return byService.getOrDefault(service, List.of());
    }

    List<Note> notes() {
        return notes;
    }

    private void add(Service service, Map<String, ServiceName> taken) {
        if (service.kind() == Service.Kind.EXTERNAL_NAME) {
            note(service, "is an ExternalName: left to DNS, connections pass through");
            return;
        }
        Map<String, DialledPort> dialled = new LinkedHashMap<>();
        for (ServicePort port : service.ports()) {
            if (port.transport() != Transport.TCP) {
                note(service, "port " + port.port() + " is " + port.transport() + ": not captured, left to the kernel");
                continue;
            }
            for (IpAddress address : service.clusterIps()) {
                String key = address.withPort(port.port());
                ServiceName owner = taken.putIfAbsent(key, service.name());
                if (owner == null) {
                    dialled.put(key, new DialledPort(service, address, port, AppProtocols.isHttp(port)));
                } else {
                    note(service, key + " belongs to " + (owner.equals(service.name()) ? "another port of it" : "Service " + owner)
                            + " already: ignored here; give each its own");
                }
            }
        }
        byService.put(service.name(), List.copyOf(dialled.values()));
    }

    private void note(Service service, String what) {
        notes.add(new Note(service.name(), what));
    }
}
