/**
 * What is known of the cluster, as immutable values, wherever it came from; made by {@code manifests} and {@code kubernetes} on
 * their threads, read by any.
 */
package mesh.warren.agent.cluster;
