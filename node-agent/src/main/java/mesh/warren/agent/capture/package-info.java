/**
 * Capture in the kernel: applies, compares and removes a pod's {@link mesh.warren.model.capture.CapturePlan}. Callable from any
 * thread; the work is done on a thread inside of the pod's network namespace.
 */
package mesh.warren.agent.capture;
