package mesh.warren.demo.node;

import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A plugin's error, verbatim. */
public final class CniFailedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String plugin;
    private final int code;

    private CniFailedException(String plugin, int code, String message) {
        super(message);
        this.plugin = plugin;
        this.code = code;
    }

    static CniFailedException of(String plugin, String command, Program.Ended ended) {
        try {
            JsonNode error = Conflist.JSON.readTree(ended.stdout());
            if (error.path("code").isInt()) {
                return new CniFailedException(plugin, error.path("code").asInt(), "plugin type=\"" + plugin + "\" failed (" + command + "): "
                        + ended.stdout().strip());
            }
        } catch (JacksonException notJson) {
            // Then it is no error of CNI's, and the message below has all there is.
        }
        return new CniFailedException(plugin, 0, "plugin type=\"" + plugin + "\" failed (" + command + ") without an error in JSON: exit status "
                + ended.status() + ", stdout '" + ended.stdout().strip() + "', stderr '" + ended.stderr().strip() + "'");
    }

    /** The plugin's {@code type}. */
    public String plugin() {
        return plugin;
    }

    /** The error's code; 0 when the plugin gave none. */
    public int code() {
        return code;
    }
}
