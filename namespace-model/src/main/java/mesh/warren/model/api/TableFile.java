package mesh.warren.model.api;

/**
 * One file of the table.
 *
 * @param name its name, for errors: {@code envoy.config.cluster.v3.txt}
 * @param text what it holds
 */
public record TableFile(String name, String text) {}
