/**
 * What the shared Envoy shall have, how two such states differ, and in which order one Envoy gets there ("make before
 * break"). Called by the agent's publisher and by its delta ADS server. {@link mesh.warren.model.snapshot.PhysicalSnapshot}
 * is immutable, for any thread; a {@link mesh.warren.model.snapshot.Rollout} belongs to the one thread of its stream.
 */
package mesh.warren.model.snapshot;
