package mesh.warren.model.builtin;

import mesh.warren.model.address.IpAddress;

/** Which endpoints are pods of the mesh, with a door that ends TLS. */
public interface MeshEndpoints {

    /** None is. */
    MeshEndpoints NONE = (address, port) -> false;

    /** Whether what is sent to this port of a pod comes to its inbound door. */
    boolean ends(IpAddress address, int port);
}
