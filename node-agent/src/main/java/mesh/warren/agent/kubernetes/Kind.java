package mesh.warren.agent.kubernetes;

/** The kinds of objects that the agent watches. */
enum Kind {
    POD("Pod"),
    SERVICE("Service"),
    ENDPOINT_SLICE("EndpointSlice"),
    NAMESPACE("Namespace");

    private final String text;

    Kind(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
