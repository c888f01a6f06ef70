package mesh.warren.agent.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Each key of the agent's file: where it stands, what it wants, what it is without, what it means. docs/settings.md is made of these. */
enum Setting {
    NODE("node", "a name", "$WARREN_NODE", "Name of this node, as pods have it in `spec.nodeName`. Without it the environment variable says."),
    DOMAIN("domain", "a DNS label", "local", "First part of the names of all that the built-in virtual Envoys have."),
    RUN_DIR("runDir", "an absolute path", "/run/warren", "What need not survive a restart of the machine: pins of network namespaces, sockets."),
    STATE_DIR("stateDir", "an absolute path", "/var/lib/warren", "What has to survive a restart of the agent: which pods have joined."),
    SOURCE("source", "manifests or kubernetes", "manifests", "Where the cluster is known from: a folder of manifests, or the API server."),
    MANIFESTS("manifests", "an absolute path", "/etc/warren/manifests", "Folder of Kubernetes manifests (Pod, Service, EndpointSlice, Namespace), watched for changes. For the source `manifests`."),
    KUBERNETES_KUBECONFIG("kubernetes.kubeconfig", "in-cluster or an absolute path", "in-cluster", "How the API server is reached: with the pod's own service account, or by this file."),
    KUBERNETES_SANDBOXES("kubernetes.sandboxes", "an absolute path", "/run/netns", "Where the container runtime has its network namespaces: a pod that was there before is found among them by its address."),
    JOIN("join", "all or labelled", "all", "Which pods are routed about which no label `warren.mesh/join` says anything, their own or their Kubernetes namespace's: all, or none."),
    CONTROL_PLANES("controlPlanes", "a list of mappings, see [control-planes.md](control-planes.md)", "[]", "The control planes that feed pods."),
    DOMAINS("domains", "a list of mappings, see [control-planes.md](control-planes.md)", "[]",
            "Which pods each control plane feeds: the first rule that matches decides. The others have the agent's built-in virtual Envoy."),
    SERVICE_CIDRS("serviceCidrs", "a list of ADDRESS/LENGTH", "[10.96.0.0/12]",
            "Ranges that hold ClusterIPs and nothing else: a connection into them that meets no Service is closed. A Service outside them works too, for about 0.5 KB in each pod's door."),
    IPV6("ipv6", "auto, on or off", "auto", "Whether pods get IPv6 doors: those whose network namespace has IPv6, all, or none."),
    LOG_LEVEL("logLevel", "error, warn, info or debug", "info", "How much the agent logs."),
    CAPTURE_OUTBOUND_PORT("capture.outboundPort", "a port", "15001", "Port of the door to which capture redirects what a pod sends."),
    CAPTURE_INBOUND_PORT("capture.inboundPort", "a port", "15006", "Port of the door to which capture redirects what a pod receives."),
    CAPTURE_BUFFER("capture.bufferBytes", "4096 to 16777216", "262144", "Soft limit on what Envoy buffers for one connection, in each direction."),
    CAPTURE_CLIENT_ADDRESS("capture.clientAddress", "kept or hidden", "kept",
            "Whether an application sees the address of its client, or its own pod's. To keep it, the agent adds policy routing to the pod."),
    CAPTURE_CHAINS("capture.chains", "shared or inline", "shared",
            "Whether pods' doors share filter chains (FCDS, all but those that name secrets), or each has its own inside. Inline costs each pod about 17 KB for each chain."),
    CAPTURE_EXCLUDE_OUTBOUND_PORTS("capture.excludeOutboundPorts", "a list of ports or ranges", "[]",
            "Destination ports that no pod of this node has captured. A pod's annotations add to all of these lists."),
    CAPTURE_EXCLUDE_INBOUND_PORTS("capture.excludeInboundPorts", "a list of ports or ranges", "[]", "Ports of pods that are not captured."),
    CAPTURE_EXCLUDE_OUTBOUND_CIDRS("capture.excludeOutboundCidrs", "a list of ADDRESS/LENGTH", "[]", "Destinations that are not captured."),
    IDENTITY_PROVIDER("identity.provider", "none, builtin, folder or authority", "none",
            "Where pods' certificates come from: nowhere, the agent's own certificate authority (for one machine), a folder, or istiod's API. See docs/identity.md."),
    IDENTITY_TRUST_DOMAIN("identity.trustDomain", "a trust domain", "cluster.local", "First part of the pods' SPIFFE IDs."),
    IDENTITY_HOURS("identity.certificateHours", "1 to 2160", "24", "How long a certificate lasts, of `builtin` and `authority`. It is renewed at half of that."),
    IDENTITY_CERTIFICATE_NAME("identity.certificateName", "a name", "default", "What virtual Envoys call the SDS secret with their own certificate."),
    IDENTITY_ROOT_NAME("identity.rootName", "a name", "ROOTCA", "What they call the one with the roots that peers are validated with."),
    IDENTITY_FOLDER("identity.folder", "an absolute path", "/etc/warren/certificates", "Folder of `folder`: `ca.crt`, and `TRUST-DOMAIN/ns/NAMESPACE/sa/ACCOUNT/tls.crt` and `tls.key`."),
    IDENTITY_AUTHORITY_ADDRESS("identity.authority.address", "HOST:PORT", "istiod.istio-system.svc:15012", "Where `authority` is, by TLS."),
    IDENTITY_AUTHORITY_ROOT("identity.authority.rootFile", "an absolute path", "/etc/warren/authority/root-cert.pem", "PEM that its TLS certificate is validated with."),
    IDENTITY_AUTHORITY_TOKEN("identity.authority.tokenFile", "an absolute path, with `${pod.uid}` and the like", "/run/warren-tokens/${pod.uid}",
            "File with a pod's bearer token, for the audience that the authority wants."),
    IDENTITY_AUTHORITY_CLUSTER("identity.authority.clusterId", "a name", "kubernetes", "What the authority calls this cluster."),
    MTLS("mtls", "off, permissive or strict", "permissive",
            "TLS between the pods of built-in virtual Envoys, once they have certificates: none; where both sides can, with plaintext from others let in; or nothing else let in."),
    ENVOY_MANAGED("envoy.managed", "true or false", "true",
            "Whether the agent starts Envoy and watches it. Where others do, as on Kubernetes, they find its bootstrap in RUNDIR/envoy, and there can be several at once."),
    ENVOY_PATH("envoy.path", "an absolute path", "none", "Envoy's binary, version 1.40.0 at least. The agent must have it to start Envoy."),
    ENVOY_CONCURRENCY("envoy.concurrency", "1 to 256, or auto", "auto",
            "Envoy's worker threads, and so the number of lanes. `auto`: twice the node's processors, 4 at least and 64 at most."),
    ENVOY_LANES("envoy.lanes", "on or off", "on", "Whether each pod's doors are pinned to a worker thread, so that pods of other tenants do not wait behind it."),
    ENVOY_HEAP("envoy.heapMiB", "64 to 1048576", "2048", "Envoy's heap. From 85 % of it on the streams that hold most memory are reset, from 93 % on new work is turned away."),
    ENVOY_CONNECTIONS("envoy.connections", "1 or more", "100000", "Connections open at all doors of the node together; more are closed when they are accepted."),
    ENVOY_UID("envoy.uid", "1 to 2147483647", "15050", "User id that Envoy runs as."),
    ENVOY_STOP("envoy.stopWithAgent", "true or false", "false", "Whether Envoy ends when the agent is told to stop. It never ends because the agent died."),
    LIMIT_CONNECTIONS("limits.connections", "1 or more", "10000", "Connections open at one door of a pod; more are closed when they are accepted."),
    LIMIT_CONNECTIONS_PER_SECOND("limits.connectionsPerSecond", "10 or more", "5000", "New connections in a second at one door of a pod, with a burst of as many; more are closed when they are accepted."),
    LIMIT_RESOURCES("limits.resources", "1 or more", "50000", "Resources of one pod's virtual Envoy."),
    LIMIT_BYTES("limits.bytes", "1 or more", "67108864", "Bytes of all of them, after rewriting."),
    LIMIT_CLUSTERS("limits.clusters", "1 or more", "10000", "Of them clusters."),
    LIMIT_CHAINS("limits.chains", "1 or more", "2000", "Of them filter chains."),
    LIMIT_REFERENCES("limits.references", "1 or more", "200000", "References from one to another."),
    LIMIT_UPDATES_PER_SECOND("limits.updatesPerSecond", "1 or more", "20", "Discovery responses for one pod that are worked on in a second; more wait."),
    LIMIT_TENANTS("limits.tenants", "a list of mappings, see [limits.md](limits.md)", "[]", "Limits of the pods of one Kubernetes namespace (`namespace`), by the keys above; what is not named is as for all others."),
    DNS_RELAY("dns.relay", "true or false", "true", "Whether clusters found by DNS work, through a relay of the agent's; without it they are refused."),
    DNS_SERVERS("dns.servers", "a list of addresses", "[]", "The cluster's name servers. Without any: those of `/etc/resolv.conf`, as the agent sees it."),
    DNS_CLUSTER_DOMAIN("dns.clusterDomain", "a domain", "cluster.local", "Last part of the names of Services."),
    METRICS_ADDRESS("metrics.address", "off or ADDRESS:PORT", "off", "Where Prometheus finds `/metrics`, and the kubelet `/livez` and `/readyz`."),
    POD_VIEW_PORT("podView.port", "a port", "15000", "Port on each pod's own 127.0.0.1 where the pod finds its virtual Envoy as Envoy's admin interface would show it: config dump, clusters, listeners, stats. Never captured."),
    POD_VIEW_READY_PORT("podView.readyPort", "a port", "15021", "Port on each pod's addresses that answers `/healthz/ready` as sidecars do. Never captured."),
    CNI_SOCKET("cni.socket", "an absolute path", "RUNDIR/cni/warren.sock", "Unix socket on which the CNI plugin finds the agent."),
    CNI_TIMEOUT("cni.timeout", "seconds, 1 to 120", "10", "How long a CNI ADD may wait for the pod's doors before it says why not.");

    private final String key;
    private final String wants;
    private final String without;
    private final String meaning;

    Setting(String key, String wants, String without, String meaning) {
        this.key = key;
        this.wants = wants;
        this.without = without;
        this.meaning = meaning;
    }

    /** Section and name, {@code envoy.path}. */
    String key() {
        return key;
    }

    /** What a value looks like. */
    String wants() {
        return wants;
    }

    /** The value when the file has none, as it would stand there; empty when it must have one. */
    Optional<String> without() {
        return Optional.ofNullable(without);
    }

    /** Whether it is a list of mappings, each with keys of its own. */
    boolean hasEntries() {
        return this == CONTROL_PLANES || this == DOMAINS || this == LIMIT_TENANTS;
    }

    static Optional<Setting> of(String key) {
        return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
    }

    /** Whether keys may stand below this one. */
    static boolean isSection(String key) {
        return Arrays.stream(values()).anyMatch(setting -> setting.key.startsWith(key + "."));
    }

    /** All keys, for those who mistyped one. */
    static List<String> keys() {
        return Arrays.stream(values()).map(Setting::key).toList();
    }

    /** One row of docs/settings.md. */
    String row() {
        return "| `" + key + "` | " + wants + " | " + (without == null ? "required" : "`" + without + "`") + " | " + meaning + " |";
    }
}
