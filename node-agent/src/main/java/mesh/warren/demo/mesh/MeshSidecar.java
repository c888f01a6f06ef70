package mesh.warren.demo.mesh;

import com.google.protobuf.Any;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import mesh.warren.model.id.Tenant;
import mesh.warren.model.plan.Sent;
import mesh.warren.model.plan.Sidecar;
import mesh.warren.model.xds.ResourceType;

/**
 * One sidecar of a mesh: a cluster with endpoints for each Service, a route table for the HTTP half of them, a listener for each of
 * the TCP half, and what istiod's sidecars have besides: an outbound listener that hands over, and the pod's own inbound one.
 *
 * @param pod       its name, which is in its inbound configuration
 * @param tenant    its Kubernetes namespace
 * @param services  how many Services it can call
 * @param endpoints of each Service
 * @param secret    the Service that only this pod has other settings for; negative for none
 */
public record MeshSidecar(String pod, Tenant tenant, int services, int endpoints, int secret) {

    /** All alike but for the pod. */
    public static MeshSidecar of(int number, int services) {
        return new MeshSidecar("app-" + number, new Tenant("team-" + number % 3), services, 3, -1);
    }

    /** All that its control plane sends. */
    public Sidecar sidecar() {
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < services; i++) {
            add(sent, ResourceType.CLUSTER, MeshClusters.cluster(i, i == secret));
            add(sent, ResourceType.ENDPOINTS, MeshClusters.endpoints(i, endpoints));
        }
        add(sent, ResourceType.CLUSTER, MeshClusters.passThrough());
        add(sent, ResourceType.ROUTES, MeshListeners.routes(IntStream.range(0, services).filter(MeshSidecar::http).toArray()));
        IntStream.range(0, services).filter(i -> !http(i)).forEach(i -> add(sent, ResourceType.LISTENER, MeshListeners.tcp(i)));
        add(sent, ResourceType.LISTENER, MeshListeners.outbound());
        add(sent, ResourceType.LISTENER, MeshListeners.http());
        add(sent, ResourceType.LISTENER, MeshListeners.inbound(pod));
        return new Sidecar(pod, tenant, sent);
    }

    private static boolean http(int service) {
        return service % 2 == 0;
    }

    private void add(List<Sent> sent, ResourceType type, MessageLite message) {
        sent.add(new Sent(pod + "#" + (sent.size() + 1), type.typeUrl(), message.toByteArray()));
    }

    /** The name of a resource of these: field 1 of each type. */
    public static String nameOf(Sent sent) {
        CodedInputStream in = CodedInputStream.newInstance(sent.bytes());
        try {
            in.readTag();
            return in.readString();
        } catch (IOException e) {
            throw new IllegalArgumentException(sent.source() + " has no name", e);
        }
    }

    static String name(int service) {
        return "outbound|80||svc-" + service + ".default.svc.cluster.local";
    }

    static String address(int service) {
        return "10.96." + service / 250 + "." + (1 + service % 250);
    }

    static Any any(Message message) {
        return Any.pack(message);
    }
}
