package mesh.warren.agent.domain;

import java.nio.file.Path;

/** Where a control plane listens. */
public sealed interface ServerAddress {

    /** {@code HOST:PORT}; an IPv6 address in brackets. */
    record Tcp(String host, int port) implements ServerAddress {
        @Override
        public String toString() {
            return host + ":" + port;
        }

        /** Whether only this machine can be meant. */
        public boolean loopback() {
            return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        }
    }

    /** {@code unix:/PATH}. */
    record Unix(Path path) implements ServerAddress {
        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /** @throws IllegalArgumentException saying what is wrong */
    static ServerAddress parse(String text) {
        if (text.startsWith("unix:")) {
            Path path = Path.of(text.substring("unix:".length()));
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException("the path of a Unix socket begins with '/'");
            }
            return new Unix(path.normalize());
        }
        int colon = text.lastIndexOf(':');
        String host = colon < 1 ? "" : text.substring(0, colon);
        String port = text.substring(colon + 1);
        if (host.isEmpty() || host.contains("/") || host.contains(":") && !host.matches("\\[[0-9a-fA-F:.]+]")) {
            throw new IllegalArgumentException("no host; an IPv6 address stands in brackets");
        }
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535) {
            throw new IllegalArgumentException("no port 1 to 65535 after the last ':'");
        }
        return new Tcp(host, Integer.parseInt(port));
    }
}
