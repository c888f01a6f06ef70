/**
 * Network namespaces: entered, identified, pinned, looked into, by system calls through {@code java.lang.foreign}. Callable
 * from any platform or virtual thread; what has to run inside of a namespace gets a thread of its own.
 */
package mesh.warren.agent.netns;
