/**
 * From what is known (Services, pods) to what the shared Envoy shall have. Other parts hand over on any thread; the work is
 * done on the thread {@code publish}, which owns the state.
 */
package mesh.warren.agent.publish;
