/**
 * The ring {@code cluster}: Warren installed into a real Kubernetes on this machine (daemonset/cluster). One cluster is shared by all
 * classes of a run ({@link mesh.warren.cluster.RealCluster}); each makes its own Kubernetes namespaces and installs Warren if it is not there.
 */
package mesh.warren.cluster;
