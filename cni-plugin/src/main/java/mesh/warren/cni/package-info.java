/** The CNI plugin: one command in, one JSON out, one exit status. A container runtime executes it; it has one thread and one deadline. */
package mesh.warren.cni;
