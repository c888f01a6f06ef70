package mesh.warren.cni.install;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What the installer's environment says.
 *
 * @param confDir     the runtime's configuration folder, {@code WARREN_CNI_CONF_DIR}, as this process sees it
 * @param binDir      the runtime's plugin folder, {@code WARREN_CNI_BIN_DIR}, as this process sees it; also home of the journal
 * @param plugin      what is put there: a folder with {@code bin/warren} and {@code lib}
 * @param socket      the agent's socket as the node sees it, {@code WARREN_CNI_SOCKET}; the installer waits for it before the first time
 * @param agentAbsent {@code fail} or {@code allow}, {@code WARREN_CNI_AGENT_ABSENT}: what the plugin does while no agent is there
 * @param timeout     seconds, {@code WARREN_CNI_TIMEOUT}: of one call of the plugin
 * @param exempt      {@code WARREN_CNI_EXEMPT}, separated by commas: pods that the plugin leaves alone, Warren's own above all
 * @param ready       file that is there while the plugin is in the configuration in use, {@code WARREN_CNI_READY}
 */
record InstallerSettings(Path confDir, Path binDir, Path plugin, Path socket, String agentAbsent, int timeout, List<String> exempt,
        Path ready) {

    private static final List<String> POLICIES = List.of("fail", "allow");

    InstallerSettings {
        if (!POLICIES.contains(agentAbsent)) {
            throw new IllegalArgumentException("WARREN_CNI_AGENT_ABSENT is '" + agentAbsent + "': want one of " + POLICIES);
        }
        if (timeout < 1 || timeout > 120) {
            throw new IllegalArgumentException("WARREN_CNI_TIMEOUT is " + timeout + ": want 1 to 120 seconds");
        }
        if (socket.toString().matches("(?s).*[\"\\\\\\p{Cntrl}].*")) {
            throw new IllegalArgumentException("WARREN_CNI_SOCKET is '" + socket + "': want a path without quotes and control characters");
        }
        for (String pods : exempt) {
            if (!pods.matches("[a-z0-9-]+/[a-z0-9.-]+")) {
                throw new IllegalArgumentException("WARREN_CNI_EXEMPT has '" + pods + "': want TENANT/NAME-PREFIX");
            }
        }
    }

    /** @throws IllegalArgumentException naming the variable and what it may be */
    static InstallerSettings of(Map<String, String> environment, Path plugin) {
        String exempt = environment.getOrDefault("WARREN_CNI_EXEMPT", "");
        return new InstallerSettings(
                Path.of(environment.getOrDefault("WARREN_CNI_CONF_DIR", "/etc/cni/net.d")),
                Path.of(environment.getOrDefault("WARREN_CNI_BIN_DIR", "/opt/cni/bin")),
                plugin,
                Path.of(environment.getOrDefault("WARREN_CNI_SOCKET", "/run/warren/cni/warren.sock")),
                environment.getOrDefault("WARREN_CNI_AGENT_ABSENT", "allow"),
                seconds(environment.getOrDefault("WARREN_CNI_TIMEOUT", "10")),
                exempt.isEmpty() ? List.of() : Arrays.asList(exempt.split(",")),
                Path.of(environment.getOrDefault("WARREN_CNI_READY", "/tmp/installed")));
    }

    /** The plugin's entry in a conflist, one line of JSON. */
    String entry() {
        StringBuilder text = new StringBuilder("{\"type\": \"warren\", \"socket\": \"").append(socket)
                .append("\", \"timeoutSeconds\": ").append(timeout)
                .append(", \"agentAbsent\": \"").append(agentAbsent).append("\", \"exempt\": [");
        for (int i = 0; i < exempt.size(); i++) {
            text.append(i > 0 ? ", " : "").append('"').append(exempt.get(i)).append('"');
        }
        return text.append("]}").toString();
    }

    private static int seconds(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("WARREN_CNI_TIMEOUT is '" + text + "': want 1 to 120 seconds");
        }
    }
}
