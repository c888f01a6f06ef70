/**
 * Certificates that the agent asks a certificate authority for: keys made here, renewed in time. On the thread {@code identity},
 * but for the answers of a remote authority, which come on event loops and are handed over.
 */
package mesh.warren.agent.identity.authority;
