package mesh.warren.agent.netns;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Real network namespaces for one test: pods on a switch, IPv4 10.77.0.N and IPv6 fd77::N. All of it is gone after
 * {@link #close}. Needs root and iproute2.
 */
public final class TestNetwork implements AutoCloseable {

    private final String prefix = "wk-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()).substring(2);
    private final List<String> names = new ArrayList<>();
    private boolean hasSwitch;

    /** How the names of all its namespaces begin. */
    public String prefix() {
        return prefix;
    }

    /** A namespace with its loopback up and no other interface. */
    public Path namespace(String suffix) throws IOException {
        String name = prefix + "-" + suffix;
        ip("netns", "add", name);
        names.add(name);
        ip("-n", name, "link", "set", "lo", "up");
        return path(name);
    }

    /** A pod: {@code eth0} on the switch with 10.77.0.N/24 and fd77::N/64, and default routes. */
    public Path pod(String suffix, int n) throws IOException {
        attachSwitch();
        Path netns = namespace(suffix);
        String name = netns.getFileName().toString();
        String wire = "v" + n;
        ip("-n", prefix + "-switch", "link", "add", wire, "type", "veth", "peer", "name", "eth0", "netns", name);
        ip("-n", prefix + "-switch", "link", "set", wire, "master", "br0", "up");
        ip("-n", name, "addr", "add", "10.77.0." + n + "/24", "dev", "eth0");
        ip("-n", name, "addr", "add", "fd77::" + n + "/64", "dev", "eth0", "nodad");
        ip("-n", name, "link", "set", "eth0", "up");
        ip("-n", name, "route", "add", "default", "via", "10.77.0.254");
        ip("-n", name, "-6", "route", "add", "default", "via", "fd77::fe");
        return netns;
    }

    /** The switch's own namespace, 10.77.0.254 and fd77::fe: where a kubelet would be. */
    public Path node() {
        return path(prefix + "-switch");
    }

    /** Takes a name away, as a container runtime does; a pin keeps the namespace. */
    public void delete(Path netns) throws IOException {
        String name = netns.getFileName().toString();
        ip("netns", "del", name);
        names.remove(name);
    }

    /** Runs a program inside of a namespace and returns what it printed. */
    public static String exec(Path netns, String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of("netns", "exec", netns.getFileName().toString()));
        all.addAll(List.of(command));
        return ip(all.toArray(String[]::new));
    }

    @Override
    public void close() throws IOException {
        for (String name : List.copyOf(names)) {
            delete(path(name));
        }
    }

    private void attachSwitch() throws IOException {
        if (!hasSwitch) {
            hasSwitch = true;
            String name = namespace("switch").getFileName().toString();
            ip("-n", name, "link", "add", "br0", "type", "bridge");
            ip("-n", name, "addr", "add", "10.77.0.254/24", "dev", "br0");
            ip("-n", name, "addr", "add", "fd77::fe/64", "dev", "br0", "nodad");
            ip("-n", name, "link", "set", "br0", "up");
        }
    }

    private static Path path(String name) {
        return Path.of("/run/netns", name);
    }

    private static String ip(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command + ": " + output.strip() + " (the node ring needs root and iproute2)");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(command + ": interrupted", e);
        }
        return output;
    }
}
