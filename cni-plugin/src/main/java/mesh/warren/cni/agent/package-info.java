/** The plugin's side of the agent's Unix socket. Only {@code mesh.warren.cni} calls it, on the plugin's one thread. */
package mesh.warren.cni.agent;
