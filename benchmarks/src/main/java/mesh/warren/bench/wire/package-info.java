/**
 * Listens to the stream between agent and Envoy: a relay of the Unix socket that passes every byte on, and reads HTTP/2 frames and
 * discovery messages as they go by. Each direction has a thread of its own.
 */
package mesh.warren.bench.wire;
