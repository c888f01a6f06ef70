package mesh.warren.model.rewrite.policy;

import java.util.Set;

/** What no policy can allow. */
final class NeverAllowed {

    /** Format commands that read the process's environment, its files or its secrets, or code. */
    static final Set<String> COMMANDS = Set.of("ENVIRONMENT", "FILE_CONTENT", "SECRET", "DYNAMIC_MODULE");

    private NeverAllowed() {}
}
