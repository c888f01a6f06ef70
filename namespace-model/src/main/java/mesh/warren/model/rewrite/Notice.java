package mesh.warren.model.rewrite;

/**
 * Something of an accepted resource that Warren changed and that its author may want to know.
 *
 * @param path the field, written as in {@link Refusal#path}
 * @param text what was done
 */
public record Notice(String path, String text) {}
