/**
 * {@code warren plan}: what the configurations of sidecars would become, and weigh, in one Envoy. {@link
 * mesh.warren.cli.plan.PlanCommand} is the entry; everything runs on the main thread.
 */
package mesh.warren.cli.plan;
