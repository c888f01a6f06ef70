/**
 * The application that the demo runs in each pod, as a process of its own: it serves, it calls, it keeps a loopback
 * server. Knows nothing of Warren. Started by the demo and by tests; one thread for each connection.
 */
package mesh.warren.demo.app;
