/**
 * Capacity planning: what the configurations of sidecars become when one Envoy serves them all, and what that weighs. Pure;
 * called by the command line, on one thread.
 */
package mesh.warren.model.plan;
