/**
 * What the cluster admin decides, from the settings file and from custom resources together. Immutable values; read by any thread.
 */
package mesh.warren.agent.policy;
