package mesh.warren.model.capture;

/** An address family that a pod's doors serve. A family that a plan leaves out is refused, never let past the doors. */
public enum Family {
    IPV4("ip"),
    IPV6("ip6");

    private final String keyword;

    Family(String keyword) {
        this.keyword = keyword;
    }

    /** The keyword of nft for a header field of this family, as in {@code ip daddr}. */
    String keyword() {
        return keyword;
    }
}
