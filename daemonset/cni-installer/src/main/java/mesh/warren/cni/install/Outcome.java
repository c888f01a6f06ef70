package mesh.warren.cni.install;

/** What one look at the runtime's configuration came to. The message is for the log. */
sealed interface Outcome {

    String message();

    /** The plugin is in the configuration in use, as wanted. */
    record Installed(String message) implements Outcome {}

    /** It was not, and has just been put there. */
    record Repaired(String message) implements Outcome {}

    /** It is not, and cannot be put there until somebody else has done something. */
    record Blocked(String message) implements Outcome {}
}
