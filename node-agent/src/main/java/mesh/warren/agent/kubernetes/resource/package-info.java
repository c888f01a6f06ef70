/**
 * The custom resources of the cluster admin, as Kubernetes stores them; the CRDs are generated from these types. Values; read by
 * {@code kubernetes}.
 */
package mesh.warren.agent.kubernetes.resource;
