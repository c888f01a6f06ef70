/** What a cluster admin decides about rewriting, as immutable values; read by {@code rewrite}, made from YAML by the agent; on any thread. */
package mesh.warren.model.rewrite.policy;
