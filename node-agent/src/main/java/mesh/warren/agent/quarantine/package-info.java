/**
 * Between {@code publish} and {@code downstream}: after a crash of Envoy it holds back what is new, finds what crashed it on throw-away
 * Envoys, and keeps that away for good. Others hand over on any thread; the state is the thread {@code quarantine}'s, and trials run on
 * {@code trial}.
 */
package mesh.warren.agent.quarantine;
