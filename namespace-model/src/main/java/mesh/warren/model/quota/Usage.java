package mesh.warren.model.quota;

import java.util.Collection;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.ResourceType;

/**
 * What a virtual Envoy's configuration comes to. Bytes that it shares with others count in full: whether they share is not the
 * tenant's merit, and can end.
 *
 * @param resources  of all types together
 * @param bytes      of all resources together
 * @param clusters   of them clusters
 * @param chains     of them filter chains
 * @param references from one resource to another
 */
public record Usage(int resources, long bytes, int clusters, int chains, int references) {

    /** Of these resources. Work: one look at each. */
    public static Usage of(Collection<SymbolicResource> all) {
        long bytes = 0;
        int clusters = 0;
        int chains = 0;
        int references = 0;
        for (SymbolicResource resource : all) {
            bytes += resource.bytes().canonical().size();
            references += resource.bytes().references().size();
            clusters += resource.key().type() == ResourceType.CLUSTER ? 1 : 0;
            chains += resource.key().type() == ResourceType.CHAIN ? 1 : 0;
        }
        return new Usage(all.size(), bytes, clusters, chains, references);
    }
}
