/**
 * {@code warren demo}: a node, an agent, an Envoy, pods and traffic on this machine, and a report of what held.
 * Called by the command line only, on the main thread.
 */
package mesh.warren.demo;
