package mesh.warren.agent.registry;

/** Is told of each change, in order, on the registry's own thread: hand over and return, never wait here. */
@FunctionalInterface
public interface RegistryListener {

    /** Called when the state on disk already is {@code after}. */
    void changed(RegistrySnapshot before, RegistrySnapshot after);
}
