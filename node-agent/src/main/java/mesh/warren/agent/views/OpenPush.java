package mesh.warren.agent.views;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/**
 * A push that is not answered yet.
 *
 * @param number   by which it is answered
 * @param type     of its resources
 * @param keys     of its resources
 * @param refusals what of it is not in use, as far as it is known without Envoy
 * @param views    the number of the views in which it is; Envoy must have them before it is answered
 * @param deadline when it is answered whatever Envoy does
 */
record OpenPush(long number, ResourceType type, Set<ResourceKey> keys, List<String> refusals, long views, Instant deadline) {}
