/** Protobuf's wire format on plain byte arrays; used by {@code rewrite} only; not thread-safe. */
package mesh.warren.model.rewrite.wire;
