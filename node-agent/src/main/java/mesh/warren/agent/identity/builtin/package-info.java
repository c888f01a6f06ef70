/**
 * A small certificate authority for machines that have none: its roots in the agent's state folder, certificates signed in the
 * agent. On the thread {@code identity}.
 */
package mesh.warren.agent.identity.builtin;
