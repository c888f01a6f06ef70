/**
 * Strict JSON (RFC 8259), just enough for CNI: read with bounds, keep the text of what was read, write. Pure and
 * immutable, for any thread. It exists because the plugin must pass on what it does not understand, unchanged, and start fast (docs/adr/0002).
 */
package mesh.warren.cni.json;
