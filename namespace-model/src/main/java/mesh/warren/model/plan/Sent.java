package mesh.warren.model.plan;

/**
 * One resource as a control plane sent it to a sidecar.
 *
 * @param source  where it was read: a file and the place in it
 * @param typeUrl its type URL
 * @param bytes   its serialised message
 */
public record Sent(String source, String typeUrl, byte[] bytes) {}
