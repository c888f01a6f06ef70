/** Identifiers: who and what, as types instead of strings. Immutable, callable from everywhere, on any thread. */
package mesh.warren.model.id;
