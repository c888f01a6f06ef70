package mesh.warren.agent.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mesh.warren.agent.domain.ControlPlane;
import mesh.warren.agent.domain.NodeTemplate;
import mesh.warren.agent.domain.Protocol;
import mesh.warren.agent.domain.ServerAddress;
import mesh.warren.agent.domain.StreamLimits;
import mesh.warren.agent.domain.Template;
import mesh.warren.agent.domain.Tls;
import mesh.warren.model.id.Domain;
import mesh.warren.model.rewrite.policy.RewritePolicy;

/** Reads one entry of {@code controlPlanes}. */
final class ControlPlaneSettings {

    private static final String FILE = "an absolute path, with ${pod...} where pods differ";

    private ControlPlaneSettings() {}

    /** Empty when something that it cannot be without is missing; what is wrong is noted. */
    static Optional<ControlPlane> read(SettingEntry entry) {
        Domain name = entry.required("name", "a DNS label", Domain::new);
        ServerAddress address = entry.required("address", "HOST:PORT or unix:/PATH", ServerAddress::parse);
        Protocol protocol = entry.optional("protocol", "auto, delta, sotw or rest", text -> SettingsFile.choice(Protocol.class, text))
                .orElse(Protocol.AUTO);
        Optional<Tls> tls = entry.section("tls").map(ControlPlaneSettings::tls);
        Optional<String> authority = entry.optional("authority", "HOST or HOST:PORT", ControlPlaneSettings::authority);
        Optional<Template> token = entry.optional("token", FILE, ControlPlaneSettings::file);
        NodeTemplate node = entry.section("node").map(NodeSettings::read).orElse(NodeTemplate.PLAIN);
        RewritePolicy policy = entry.optional("policy", "default or istio", ControlPlaneSettings::policy).orElse(RewritePolicy.DEFAULT);
        List<String> identities = entry.list("identities", "a list of secrets' names", text -> text);
        StreamLimits limits = entry.section("limits").map(ControlPlaneSettings::limits).orElse(StreamLimits.DEFAULT);
        if (name == null || address == null) {
            return Optional.empty();
        }
        if (token.isPresent() && tls.isEmpty() && address instanceof ServerAddress.Tcp tcp && !tcp.loopback()) {
            entry.problem("token", "would be sent in plaintext to " + address + "; want tls");
        }
        if (protocol == Protocol.REST && (tls.isPresent() || authority.isPresent() || !(address instanceof ServerAddress.Tcp))) {
            entry.problem("protocol", "rest is spoken in plaintext to HOST:PORT only; want no tls and no authority, or a local proxy that adds them");
        }
        return Optional.of(new ControlPlane(name, address, protocol, tls, authority, token, node, policy,
                identities.isEmpty() ? Set.of("default") : Set.copyOf(identities), limits));
    }

    private static Tls tls(SettingEntry entry) {
        Optional<Path> ca = entry.optional("ca", "an absolute path", SettingsFile::absolute);
        List<String> names = entry.list("names", "a list of DNS names, IP addresses or URIs", text -> text);
        Optional<Template> certificate = entry.optional("certificate", FILE, ControlPlaneSettings::file);
        Optional<Template> key = entry.optional("key", FILE, ControlPlaneSettings::file);
        if (certificate.isPresent() != key.isPresent()) {
            entry.problem(certificate.isPresent() ? "certificate" : "key", "stands alone; want certificate and key, or neither");
            return new Tls(ca, names, Optional.empty());
        }
        return new Tls(ca, names, certificate.map(chain -> new Tls.Identity(chain, key.orElseThrow())));
    }

    private static StreamLimits limits(SettingEntry entry) {
        StreamLimits without = StreamLimits.DEFAULT;
        return new StreamLimits(
                number(entry, "messageBytes", 4096, 1 << 30, without.messageBytes()),
                number(entry, "virtualEnvoyBytes", 4096, 1 << 30, without.virtualBytes()),
                number(entry, "streamsPerConnection", 1, 10_000, without.perConnection()),
                seconds(entry, "keepAlive", without.keepAlive()),
                seconds(entry, "backOff", without.backOff()),
                seconds(entry, "poll", without.poll()));
    }

    private static int number(SettingEntry entry, String key, int from, int to, int without) {
        return entry.optional(key, from + " to " + to, text -> SettingsFile.number(text, from, to)).orElse(without);
    }

    private static Duration seconds(SettingEntry entry, String key, Duration without) {
        return Duration.ofSeconds(number(entry, key, 1, 3600, (int) without.toSeconds()));
    }

    private static String authority(String text) {
        if (!text.matches("[A-Za-z0-9.\\-_\\[\\]:]{1,255}")) {
            throw new IllegalArgumentException("a host name, with ':PORT' or without");
        }
        return text;
    }

    private static Template file(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("begins with '/'");
        }
        return Template.parse(text);
    }

    private static RewritePolicy policy(String text) {
        return switch (text) {
            case "default" -> RewritePolicy.DEFAULT;
            case "istio" -> RewritePolicy.ISTIO;
            default -> throw new IllegalArgumentException();
        };
    }
}
