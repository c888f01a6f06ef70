package mesh.warren.bench.lanes;

/** How the quiet pod and its loud neighbour get their Envoys. */
enum Arrangement {
    /** One Envoy, any of its workers. */
    SHARED("shared, no lanes"),
    /** One Envoy, a lane for each pod. */
    LANES("shared, lanes"),
    /** Two Envoys in the void, one for each pod. */
    OWN("own Envoy (pool)"),
    /** An Envoy in each pod. */
    SIDECARS("sidecars");

    private final String title;

    Arrangement(String title) {
        this.title = title;
    }

    @Override
    public String toString() {
        return title;
    }
}
