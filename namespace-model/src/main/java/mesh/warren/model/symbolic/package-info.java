/**
 * Resources between rewriting and sharing: canonical bytes whose references are still names of the virtual Envoy.
 * Made by {@code rewrite} and {@code builtin}, consumed by {@code share}; immutable, on any thread.
 */
package mesh.warren.model.symbolic;
