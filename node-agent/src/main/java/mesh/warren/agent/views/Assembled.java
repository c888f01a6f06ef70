package mesh.warren.agent.views;

import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import mesh.warren.model.quota.Usage;
import mesh.warren.model.view.VirtualView;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;

/**
 * What a pod's resources amount to: one object for all pods that have the same. Immutable.
 *
 * @param view       what it is served
 * @param references by type, what it refers to and has to be asked for by name
 * @param missing    those of them that are not there
 * @param usage      what it comes to
 * @param refused    resources that cannot be part of it, with the reason
 */
record Assembled(
        VirtualView view, Map<ResourceType, SortedSet<ResourceName>> references, Set<ResourceKey> missing, Usage usage,
        Map<ResourceKey, String> refused) {}
