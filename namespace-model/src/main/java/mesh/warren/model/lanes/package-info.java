/**
 * Which lane each pod's new connections go to: homes that keep tenants apart, and side lanes for pods that crowd theirs. Pure
 * and immutable; the agent's owner of the lanes holds the current {@link mesh.warren.model.lanes.LaneBook}. Any thread.
 */
package mesh.warren.model.lanes;
