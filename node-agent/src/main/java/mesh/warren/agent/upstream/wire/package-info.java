/** The dialects of the xDS protocol, made alike: questions and answers as values, and links that carry them. On the event loop of {@code upstream}. */
package mesh.warren.agent.upstream.wire;
