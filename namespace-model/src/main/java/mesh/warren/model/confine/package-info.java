/**
 * What confines a connection to its pod: the stamp that a door writes and the binding of clusters that reads it (design
 * section 2.2). Pure; called by {@code listen}, {@code builtin} and {@code rewrite}, on any thread.
 */
package mesh.warren.model.confine;
