package mesh.warren.model.listen.fold;

/** A listener cannot be folded; becomes a {@link FoldRefusal}. */
final class FoldException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final String value;
    private final String remedy;

    /** @param path relative to what is being read; {@link #in} puts a step in front */
    FoldException(String path, String value, String remedy) {
        super(path + " '" + value + "': " + remedy, null, false, false);
        this.path = path;
        this.value = value;
        this.remedy = remedy;
    }

    /** The same, one message further out. */
    FoldException in(String step) {
        return new FoldException(path.isEmpty() ? step : step + "." + path, value, remedy);
    }

    FoldRefusal of(String listener) {
        return new FoldRefusal(listener, path, value, remedy);
    }
}
