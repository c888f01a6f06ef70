/** Control planes that are asked over HTTP with JSON instead of a stream. On the event loop of {@code upstream}. */
package mesh.warren.agent.upstream.rest;
