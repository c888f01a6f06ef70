/**
 * The API table: what the rewriter does with each message and field of Envoy's API, and what keeps the table in step with
 * an Envoy binary. Pure and immutable once loaded; callable from everywhere, on any thread.
 */
package mesh.warren.model.api;
