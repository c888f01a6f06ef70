/**
 * What an API server and its controllers would say, as a folder of manifests: the demo's Services, EndpointSlices and
 * Pods. Called by the demo and by tests, on one thread.
 */
package mesh.warren.demo.cluster;
