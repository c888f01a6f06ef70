/**
 * From what each pod shall be served ({@code views}) to what the shared Envoy shall have. Other parts hand over on any thread; the
 * work is done on the thread {@code publish}, which owns the state.
 */
package mesh.warren.agent.publish;
