package mesh.warren.bench.node;

/** One size of a node. */
record Cell(int pods, int services) {

    String name() {
        return pods + "x" + services;
    }
}
