package mesh.warren.agent.manifests;

/** A document that cannot be used; what and where, for a {@link Problem}. */
final class ManifestException extends Exception {

    private static final long serialVersionUID = 1;

    private final int line;

    ManifestException(int line, String reason) {
        super(reason);
        this.line = line;
    }

    int line() {
        return line;
    }
}
