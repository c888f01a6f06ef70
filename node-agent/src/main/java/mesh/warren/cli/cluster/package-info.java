/**
 * {@code warren install}, {@code uninstall} and {@code check}: for the admin of a cluster, from outside of it, with a kubeconfig. Called
 * by the command line, on its thread.
 */
package mesh.warren.cli.cluster;
