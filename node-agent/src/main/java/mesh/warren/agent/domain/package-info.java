/** Which control plane feeds which pods, and how a virtual Envoy introduces itself there. Immutable values, made from the settings file; any thread. */
package mesh.warren.agent.domain;
