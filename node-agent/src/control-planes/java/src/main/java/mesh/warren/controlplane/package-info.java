/** A control plane on java-control-plane, run by tests as a process of its own. */
package mesh.warren.controlplane;
