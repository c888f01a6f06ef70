/**
 * Puts the CNI plugin on a node and into the network configuration that the container runtime uses, keeps it there, and takes it out
 * again. A program of its own, one thread; nobody calls it. It runs on the plugin's runtime, so it uses nothing but {@code java.base}.
 */
package mesh.warren.cni.install;
