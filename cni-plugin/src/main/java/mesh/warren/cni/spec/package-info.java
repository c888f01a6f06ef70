/**
 * The CNI specification (versions 0.3.1 to 1.1.0) as types: what a runtime gives to a plugin and wants back. Pure; the
 * plugin and the agent's tests call it, on any thread. Source: github.com/containernetworking/cni, SPEC.md.
 */
package mesh.warren.cni.spec;
