/**
 * What the agent says of itself, on a Unix socket that only its own user can open: for {@code warren status} and the
 * like. The server answers on virtual threads; what it answers from are immutable snapshots.
 */
package mesh.warren.agent.admin;
