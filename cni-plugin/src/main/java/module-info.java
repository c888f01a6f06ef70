/**
 * The CNI plugin: a thin client of the agent's Unix socket. It requires nothing but {@code java.base}, so that its
 * runtime image is small and starts fast (docs/adr/0002 has the figures); the compiler holds it to that.
 */
module mesh.warren.cni {
    exports mesh.warren.cni.json;
    exports mesh.warren.cni.spec;
    exports mesh.warren.cni.wire;
}
