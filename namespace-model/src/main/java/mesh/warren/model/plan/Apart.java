package mesh.warren.model.plan;

import mesh.warren.model.xds.ResourceType;

/**
 * One reason why pods do not share, over all resources of a type.
 *
 * @param type      of the resources
 * @param reason    what kind of reason
 * @param path      the first field that differs, as {@code Cluster.lb_policy}, without positions in lists; for a scope the field
 *                  that demands it, or empty; for {@link Reason#REFERENCE} the type of what is referred to
 * @param pods      how many pods do not have the resource of the majority because of it
 * @param resources how many virtual names it concerns
 * @param example   one of them, and both values
 */
public record Apart(ResourceType type, Reason reason, String path, int pods, int resources, Example example) {

    /** Why two virtual resources of one name are not one physical resource. */
    public enum Reason {
        /** They say different things. */
        CONTENT,
        /** They say the same, but refer to something that differs: the reason is there. */
        REFERENCE,
        /** Their pods are of different tenants, and the resource keeps state that a neighbour could feel. */
        TENANT,
        /** It belongs to one pod by its nature: doors, secrets, what is called without a downstream connection. */
        POD
    }

    /**
     * @param name  of a virtual resource
     * @param left  what the majority has there, shortened; empty where that does not apply
     * @param right what the others have
     */
    public record Example(String name, String left, String right) {}
}
