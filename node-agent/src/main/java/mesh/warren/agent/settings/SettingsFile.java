package mesh.warren.agent.settings;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import mesh.warren.agent.domain.Domains;
import mesh.warren.agent.settings.AgentSettings.Ipv6;
import mesh.warren.agent.settings.AgentSettings.Join;
import mesh.warren.agent.settings.AgentSettings.LogLevel;
import mesh.warren.model.address.Cidr;
import mesh.warren.model.capture.Exclusions;
import mesh.warren.model.capture.PortRange;
import mesh.warren.model.id.Domain;
import mesh.warren.model.listen.ChainPlacement;
import mesh.warren.model.listen.ClientAddress;
import mesh.warren.model.listen.DoorSettings;

/** Reads the agent's file. Unknown keys are refused: a typing error would silently leave the default in force. */
public final class SettingsFile {

    private static final String IN_CLUSTER = "in-cluster";

    private SettingsFile() {}

    /** @throws SettingsException naming all that is wrong with it */
    public static AgentSettings load(Path file) throws SettingsException {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new SettingsException(List.of(file + ": cannot be read (" + e + "); want a YAML file, see docs/settings.md"));
        }
    }

    /**
     * @param file for messages
     * @param yaml its text
     * @throws SettingsException naming all that is wrong with it
     */
    public static AgentSettings parse(String file, String yaml) throws SettingsException {
        SettingValues values = new SettingValues(file, yaml);
        if (!values.problems().isEmpty()) {
            throw new SettingsException(values.problems());
        }
        String node = values.one(Setting.NODE, SettingsFile::node);
        Domain domain = values.one(Setting.DOMAIN, Domain::new);
        Path runDir = values.one(Setting.RUN_DIR, SettingsFile::absolute);
        Path stateDir = values.one(Setting.STATE_DIR, SettingsFile::absolute);
        ClusterSource cluster = cluster(values);
        Join join = values.one(Setting.JOIN, text -> choice(Join.class, text));
        List<Cidr> serviceCidrs = values.list(Setting.SERVICE_CIDRS, Cidr::parse);
        Ipv6 ipv6 = values.one(Setting.IPV6, text -> choice(Ipv6.class, text));
        LogLevel logLevel = values.one(Setting.LOG_LEVEL, text -> choice(LogLevel.class, text));
        PodViewSettings podView = podView(values);
        CaptureSettings capture = capture(values, podView);
        EnvoySettings envoy = envoy(values);
        LimitSettings limits = LimitSettings.read(values);
        DnsSettings dns = new DnsSettings(Boolean.TRUE.equals(values.one(Setting.DNS_RELAY, SettingsFile::bool)),
                values.list(Setting.DNS_SERVERS, SettingsFile::literal), values.one(Setting.DNS_CLUSTER_DOMAIN, SettingsFile::name));
        Optional<InetSocketAddress> metrics = values.one(Setting.METRICS_ADDRESS, SettingsFile::socket);
        CniSettings cni = cni(values, runDir);
        Domains domains = DomainSettings.read(values, domain);
        IdentitySettings identity = IdentityReader.read(values);
        if (!values.problems().isEmpty()) {
            throw new SettingsException(values.problems());
        }
        return new AgentSettings(
                node, domain, domains, runDir, stateDir, cluster, join, new TreeSet<>(serviceCidrs), ipv6, logLevel, capture, envoy, limits, dns, metrics, cni,
                podView, identity);
    }

    private static ClusterSource cluster(SettingValues values) {
        Path manifests = values.one(Setting.MANIFESTS, SettingsFile::absolute);
        Path sandboxes = values.one(Setting.KUBERNETES_SANDBOXES, SettingsFile::absolute);
        Optional<Path> kubeconfig = values.one(Setting.KUBERNETES_KUBECONFIG,
                text -> text.equals(IN_CLUSTER) ? Optional.empty() : Optional.of(absolute(text)));
        return values.one(Setting.SOURCE, text -> switch (text) {
            case "manifests" -> new ClusterSource.Manifests(manifests);
            case "kubernetes" -> new ClusterSource.Kubernetes(kubeconfig, sandboxes);
            default -> throw new IllegalArgumentException();
        });
    }

    private static PodViewSettings podView(SettingValues values) {
        Integer port = values.one(Setting.POD_VIEW_PORT, text -> number(text, 1, 65535));
        Integer ready = values.one(Setting.POD_VIEW_READY_PORT, text -> number(text, 1, 65535));
        if (port == null || ready == null) {
            return null;
        }
        if (port.equals(ready)) {
            values.problem(Setting.POD_VIEW_READY_PORT, "is " + ready + ", the view's own port; want two different ports");
        }
        return new PodViewSettings(port, ready);
    }

    private static CaptureSettings capture(SettingValues values, PodViewSettings podView) {
        Integer outbound = values.one(Setting.CAPTURE_OUTBOUND_PORT, text -> number(text, 1, 65535));
        Integer inbound = values.one(Setting.CAPTURE_INBOUND_PORT, text -> number(text, 1, 65535));
        Integer buffer = values.one(Setting.CAPTURE_BUFFER, text -> number(text, 4096, 16 << 20));
        ClientAddress client = values.one(Setting.CAPTURE_CLIENT_ADDRESS, text -> choice(ClientAddress.class, text));
        ChainPlacement chains = values.one(Setting.CAPTURE_CHAINS, text -> choice(ChainPlacement.class, text));
        Exclusions exclusions = new Exclusions(
                values.list(Setting.CAPTURE_EXCLUDE_OUTBOUND_PORTS, PortRange::parse),
                values.list(Setting.CAPTURE_EXCLUDE_INBOUND_PORTS, PortRange::parse),
                values.list(Setting.CAPTURE_EXCLUDE_OUTBOUND_CIDRS, mesh.warren.model.capture.Cidr::parse),
                List.of());
        if (outbound == null || inbound == null || buffer == null || chains == null || podView == null) {
            return null;
        }
        if (outbound.equals(inbound)) {
            values.problem(Setting.CAPTURE_INBOUND_PORT, "is " + inbound + ", the outbound door's port; want two different ports");
            return null;
        }
        if (Set.of(outbound, inbound).contains(podView.port()) || Set.of(outbound, inbound).contains(podView.readyPort())) {
            values.problem(Setting.POD_VIEW_PORT, "or podView.readyPort is a door's port; want four different ports");
            return null;
        }
        Exclusions agents = new Exclusions(List.of(), List.of(new PortRange(podView.port(), podView.port()),
                new PortRange(podView.readyPort(), podView.readyPort())), List.of(), List.of());
        return new CaptureSettings(new DoorSettings(outbound, inbound, buffer, chains), client, exclusions.and(agents));
    }

    private static EnvoySettings envoy(SettingValues values) {
        Boolean managed = values.one(Setting.ENVOY_MANAGED, SettingsFile::bool);
        Optional<Path> path = values.one(Setting.ENVOY_PATH, text -> text.equals(Setting.ENVOY_PATH.without().orElseThrow())
                ? Optional.empty() : Optional.of(absolute(text)));
        Integer concurrency = values.one(Setting.ENVOY_CONCURRENCY, SettingsFile::workers);
        Boolean lanes = values.one(Setting.ENVOY_LANES, SettingsFile::onOrOff);
        Integer heap = values.one(Setting.ENVOY_HEAP, text -> number(text, 64, 1 << 20));
        Integer connections = values.one(Setting.ENVOY_CONNECTIONS, text -> number(text, 1, Integer.MAX_VALUE));
        Integer uid = values.one(Setting.ENVOY_UID, text -> number(text, 1, Integer.MAX_VALUE));
        Boolean stop = values.one(Setting.ENVOY_STOP, SettingsFile::bool);
        if (managed == null || path == null || concurrency == null || lanes == null || heap == null || connections == null || uid == null
                || stop == null) {
            return null;
        }
        if (managed && path.isEmpty()) {
            values.problem(Setting.ENVOY_PATH, "is missing; want an absolute path, unless envoy.managed is false");
        }
        return new EnvoySettings(managed ? path : Optional.empty(), concurrency, lanes, heap, connections, uid, stop);
    }

    private static CniSettings cni(SettingValues values, Path runDir) {
        Path socket = values.one(Setting.CNI_SOCKET, text -> text.equals(Setting.CNI_SOCKET.without().orElseThrow()) && runDir != null
                ? runDir.resolve("cni/warren.sock")
                : absolute(text));
        Integer seconds = values.one(Setting.CNI_TIMEOUT, text -> number(text, 1, 120));
        return seconds == null ? null : new CniSettings(socket, Duration.ofSeconds(seconds));
    }

    private static Optional<InetSocketAddress> socket(String text) {
        if (text.equals("off")) {
            return Optional.empty();
        }
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("no port");
        }
        String host = text.substring(0, colon).replaceAll("^\\[|]$", "");
        return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(host), number(text.substring(colon + 1), 1, 65535)));
    }

    private static String literal(String text) {
        return InetAddress.ofLiteral(text).getHostAddress();
    }

    private static String node(String text) {
        if (!text.equals(Setting.NODE.without().orElseThrow())) {
            return name(text);
        }
        String environment = System.getenv("WARREN_NODE");
        if (environment == null) {
            throw new IllegalArgumentException("that variable is not set");
        }
        return name(environment);
    }

    static String name(String text) {
        if (!text.matches("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")) {
            throw new IllegalArgumentException("lower-case letters, digits, '-' and '.', at most 253");
        }
        return text;
    }

    static Path absolute(String text) {
        Path path = Path.of(text);
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("begins with '/'");
        }
        return path.normalize();
    }

    static int number(String text, int from, int to) {
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) < from || Long.parseLong(text) > to) {
            throw new IllegalArgumentException(from + " to " + to);
        }
        return Integer.parseInt(text);
    }

    private static int workers(String text) {
        return text.equals("auto") ? Math.clamp(2L * Runtime.getRuntime().availableProcessors(), 4, 64) : number(text, 1, 256);
    }

    private static boolean onOrOff(String text) {
        return switch (text) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    static <E extends Enum<E>> E choice(Class<E> type, String text) {
        for (E value : type.getEnumConstants()) {
            if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException();
    }
}
