/** How control planes are reached: connections, credentials, and when to try again. On the event loop of {@code upstream}. */
package mesh.warren.agent.upstream.connect;
