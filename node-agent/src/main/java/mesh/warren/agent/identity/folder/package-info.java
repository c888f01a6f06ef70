/** Certificates that somebody else writes into a folder, by SPIFFE ID. On the thread {@code identity}. */
package mesh.warren.agent.identity.folder;
