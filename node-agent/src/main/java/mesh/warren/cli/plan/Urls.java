package mesh.warren.cli.plan;

/** Type URLs for people. */
final class Urls {

    private Urls() {}

    /** The message's name without its package. */
    static String simple(String typeUrl) {
        return typeUrl.substring(Math.max(typeUrl.lastIndexOf('.'), typeUrl.lastIndexOf('/')) + 1);
    }
}
