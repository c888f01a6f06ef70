/**
 * Capture as data: which of a pod's TCP traffic goes through its doors, read from annotations and written as nftables rules.
 * Pure; callable from everywhere, on any thread.
 */
package mesh.warren.model.capture;
