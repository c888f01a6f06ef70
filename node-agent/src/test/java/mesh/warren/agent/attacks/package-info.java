/**
 * The attack ring: pods and control planes that attack, a victim beside them, on one node with the whole agent and a real Envoy. All
 * classes share the {@link mesh.warren.agent.attacks.Arena}; each attack is one test, on the test's thread.
 */
package mesh.warren.agent.attacks;
