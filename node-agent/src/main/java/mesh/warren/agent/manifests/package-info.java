/**
 * The cluster without Kubernetes: a folder of ordinary manifests, watched for changes. Made and closed by the agent; its
 * own thread reads the folder and calls the listener.
 */
package mesh.warren.agent.manifests;
