package mesh.warren.model.builtin;

import mesh.warren.model.id.Tenant;

/**
 * A Service as people name it: {@code tenant/name}.
 *
 * @param tenant its Kubernetes namespace
 * @param name   its {@code metadata.name}
 */
public record ServiceName(Tenant tenant, String name) implements Comparable<ServiceName> {

    public ServiceName {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("a Service of tenant " + tenant + " has no name");
        }
    }

    @Override
    public int compareTo(ServiceName other) {
        int byTenant = tenant.compareTo(other.tenant);
        return byTenant != 0 ? byTenant : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return tenant + "/" + name;
    }
}
