/** What virtual Envoys were sent, each distinct resource once. Belongs to the event loop of {@code upstream}; immutable values go to others. */
package mesh.warren.agent.upstream.held;
