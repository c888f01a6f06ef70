/** Which resource crashes Envoy, asked step by step, and how it is known again. Pure; for {@code agent.quarantine}, on its thread. */
package mesh.warren.model.quarantine;
