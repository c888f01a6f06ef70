/**
 * The streams of virtual Envoys to their control planes: each looks like a sidecar's. Called by {@code views}, from any thread;
 * calls back on the streams' own event loops.
 */
package mesh.warren.agent.upstream;
