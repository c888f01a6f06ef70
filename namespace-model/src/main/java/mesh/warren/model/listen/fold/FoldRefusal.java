package mesh.warren.model.listen.fold;

/**
 * Why a listener became part of no door.
 *
 * @param listener its name
 * @param path     the field, such as {@code filter_chains[2].filter_chain_match.server_names}; empty for the whole listener
 * @param value    what stands there; may be empty
 * @param remedy   what the author of the listener can do
 */
public record FoldRefusal(String listener, String path, String value, String remedy) {

    private static final int MOST = 80;

    public FoldRefusal {
        value = value.length() > MOST ? value.substring(0, MOST - 3) + "..." : value;
    }

    @Override
    public String toString() {
        return "listener " + listener + (path.isEmpty() ? "" : ": " + path) + (value.isEmpty() ? "" : ": '" + value + "'") + ": " + remedy;
    }
}
