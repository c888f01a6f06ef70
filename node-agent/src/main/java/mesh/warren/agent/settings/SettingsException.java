package mesh.warren.agent.settings;

import java.util.List;

/** The file cannot be used. Names everything that is wrong with it, one line each: file, line, key, remedy. */
public final class SettingsException extends Exception {

    private static final long serialVersionUID = 1;

    private final List<String> problems;

    SettingsException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line for each. */
    public List<String> problems() {
        return problems;
    }
}
