/**
 * Each pod's own view of its virtual Envoy, in the formats of Envoy's admin interface: on the pod's own loopback, and for
 * {@code warren proxy}. Called by the agent; pages are made on virtual threads, from snapshots.
 */
package mesh.warren.agent.podview;
