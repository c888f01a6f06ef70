package mesh.warren.model.symbolic;

/**
 * The character that physical names are built with and that no name of a tenant may contain, so that no tenant can write
 * a name that reads like another's. It is ASCII (Envoy's statistics, JSON and shells take it as it is) and in none of the
 * names that control planes are known to send: istiod uses {@code | ; / : . _ ~} in its own.
 */
public final class Separator {

    /** Between the parts of a physical name; refused in every virtual one. */
    public static final char CHARACTER = '^';

    private Separator() {}
}
