/**
 * The pods' own certificates, from a provider, as secrets of their virtual Envoys. Asked by {@code publish} on any thread; all
 * work is done on the thread {@code identity}.
 */
package mesh.warren.agent.identity;
