package mesh.warren.agent.publish;

import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.listen.PhysicalChains;
import mesh.warren.model.share.PhysicalNames;
import mesh.warren.model.share.Share;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.Version;

/**
 * What the chains of a pod's doors are at one moment: equal ones make equal doors of equal plans.
 *
 * @param names    the physical name of each; of one that is not served, a name that no resource ever has
 * @param inline   the version of each that stands in the doors and is served
 * @param complete all of them are served
 */
record ServedChains(Map<ResourceKey, ResourceName> names, Map<ResourceKey, Version> inline, boolean complete) {

    static ServedChains of(PodView view, Share share) {
        PodUid uid = view.pod().uid();
        Map<ResourceKey, ResourceName> names = new HashMap<>();
        Map<ResourceKey, Version> inline = new HashMap<>();
        SortedSet<ResourceKey> inside = view.view().doors().inline();
        boolean complete = true;
        for (ResourceKey chain : view.view().doors().chains()) {
            Optional<ResourceName> name = share.physicalName(uid, chain);
            complete &= name.isPresent();
            names.put(chain, name.orElseGet(() -> PhysicalNames.absent(view.domain(), chain)));
            if (inside.contains(chain)) {
                share.physicalVersion(uid, chain).ifPresent(version -> inline.put(chain, version));
            }
        }
        return new ServedChains(names, inline, complete);
    }

    /** As the share classes have them now. */
    PhysicalChains physical(PodUid pod, Share share) {
        return new PhysicalChains() {
            @Override
            public ResourceName name(ResourceKey chain) {
                return names.get(chain);
            }

            @Override
            public Optional<ByteString> content(ResourceKey chain) {
                return share.physical(pod, chain).map(PhysicalResource::content);
            }
        };
    }
}
