package mesh.warren.agent.settings;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import mesh.warren.agent.domain.Domains;
import mesh.warren.model.address.Cidr;
import mesh.warren.model.id.Domain;

/**
 * All settings of the agent. Each key is described at its {@link Setting}, and for people in docs/settings.md.
 *
 * @param node         name of this node, as pods have it in {@code spec.nodeName}
 * @param domain       of the built-in virtual Envoys
 * @param domains      which control plane feeds which pods
 * @param runDir       what need not survive a restart of the machine: pins, sockets
 * @param stateDir     what has to survive a restart of the agent: the registry
 * @param cluster      where the cluster is known from
 * @param join         which pods are routed about which no label says anything
 * @param serviceCidrs ranges of ClusterIPs
 * @param ipv6         whether pods get IPv6 doors
 * @param logLevel     of the agent
 * @param capture      what of a pod's traffic goes through its doors
 * @param envoy        the Envoy of this node
 * @param limits       of pods
 * @param dns          how names of pods' clusters are looked up
 * @param metrics      where HTTP is served for Prometheus and the kubelet; empty: nowhere
 * @param cni          the agent's side of the CNI plugin
 * @param podView      each pod's own view of its virtual Envoy
 * @param identity     who pods are
 */
public record AgentSettings(
        String node,
        Domain domain,
        Domains domains,
        Path runDir,
        Path stateDir,
        ClusterSource cluster,
        Join join,
        SortedSet<Cidr> serviceCidrs,
        Ipv6 ipv6,
        LogLevel logLevel,
        CaptureSettings capture,
        EnvoySettings envoy,
        LimitSettings limits,
        DnsSettings dns,
        Optional<InetSocketAddress> metrics,
        CniSettings cni,
        PodViewSettings podView,
        IdentitySettings identity) {

    public AgentSettings {
        serviceCidrs = Collections.unmodifiableSortedSet(new TreeSet<>(serviceCidrs));
    }

    /** Unix socket on which the agent answers {@code warren status} and {@code warren why}. */
    public Path adminSocket() {
        return runDir.resolve("agent.sock");
    }

    /** Which pods are routed about which no label says anything. */
    public enum Join {
        ALL,
        LABELLED
    }

    /** Whether pods get IPv6 doors. */
    public enum Ipv6 {
        /** Those whose network namespace has IPv6. */
        AUTO,
        /** All; a pod without IPv6 is refused. */
        ON,
        /** None. */
        OFF
    }

    /** How much the agent logs. */
    public enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }
}
