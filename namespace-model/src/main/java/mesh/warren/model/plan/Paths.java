package mesh.warren.model.plan;

/** Field paths as they are counted: without the positions in lists, which differ where the reason is the same. */
final class Paths {

    private static final int LONGEST = 80;

    private Paths() {}

    /** {@code a[3].b(full.name.Type).c} becomes {@code a[].b(Type).c}. */
    static String general(String path) {
        return path.replaceAll("\\[\\d+]", "[]").replaceAll("\\[\"[^\"]*\"]", "[]").replaceAll("\\((?:\\w+\\.)+(\\w+)\\)", "($1)");
    }

    /** The last part of a message's full name, and the path in it. */
    static String in(String message, String path) {
        return message.substring(message.lastIndexOf('.') + 1) + (path.isEmpty() || path.startsWith("(") ? "" : ".") + general(path);
    }

    static String shortened(String value) {
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST - 3) + "...";
    }
}
