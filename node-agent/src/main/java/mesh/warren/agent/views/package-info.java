/**
 * What each pod of this node shall be served: by the agent itself, or by the control plane of its domain. The parts that know the
 * cluster, the pods and the control planes hand over on any thread; the work is done on the thread {@code views}.
 */
package mesh.warren.agent.views;
