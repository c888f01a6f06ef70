package mesh.warren.agent.admin;

import java.util.List;

/**
 * A share class: one resource of the shared Envoy that is a resource of several virtual Envoys.
 *
 * @param type     of the resource
 * @param virtual  what the pods' control planes call it
 * @param physical what Envoy calls it
 * @param scope    how widely it may be shared
 * @param members  how many pods are served by it
 * @param waiting  how many of them want something else, and wait for the others or for what it refers to
 * @param leaving  how many left it, which Envoy has not acknowledged yet
 * @param bytes    size of the physical resource
 * @param pods     the members' names; empty where they were not asked for
 * @param apart    what keeps its pods from the largest class of the same name; empty for that class itself
 * @param waits    pods that wait for something else, with the reason
 */
public record SharedResource(
        String type, String virtual, String physical, String scope, int members, int waiting, int leaving, int bytes, List<String> pods, String apart,
        List<String> waits) {}
