/**
 * Which pods are routed through their doors, and those that come to it after they were made: by label, without a restart. Called by
 * {@code attach}, on any thread; joins on its own thread {@code join}.
 */
package mesh.warren.agent.join;
