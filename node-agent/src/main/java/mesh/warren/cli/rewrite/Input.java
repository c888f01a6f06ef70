package mesh.warren.cli.rewrite;

/**
 * One resource to rewrite.
 *
 * @param source where it comes from: a file, and the place in it
 * @param type   its type URL
 * @param bytes  its serialised message
 */
public record Input(String source, String type, byte[] bytes) {}
