/**
 * Strict JSON (RFC 8259), just enough for CNI: read with bounds, keep the text of what was read, write. Pure and
 * immutable, for any thread. It exists because loading a JSON library would cost the plugin more than its own work.
 */
package mesh.warren.cni.json;
