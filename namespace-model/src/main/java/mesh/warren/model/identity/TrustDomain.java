package mesh.warren.model.identity;

import java.util.regex.Pattern;

/**
 * Within which SPIFFE IDs are unique and certificates are trusted (SPIFFE ID standard, section 2.1).
 *
 * @param name lower-case letters, digits, '-', '_' and '.', at most 255
 */
public record TrustDomain(String name) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,255}");

    public TrustDomain {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("trust domain '" + name
                    + "': want 1 to 255 of a-z, 0-9, '-', '_' and '.', as in cluster.local");
        }
    }

    /** What the SPIFFE IDs of this trust domain begin with: {@code spiffe://NAME/}. */
    public String prefix() {
        return "spiffe://" + name + "/";
    }

    @Override
    public String toString() {
        return name;
    }
}
