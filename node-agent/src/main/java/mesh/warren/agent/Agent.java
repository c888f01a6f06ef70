package mesh.warren.agent;

import io.fabric8.kubernetes.client.KubernetesClient;
import com.google.protobuf.TypeRegistry;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import mesh.warren.agent.admin.AdminServer;
import mesh.warren.agent.attach.Attachments;
import mesh.warren.agent.attach.CapturePlans;
import mesh.warren.agent.attach.Verification;
import mesh.warren.agent.capture.Capture;
import mesh.warren.agent.cni.CniServer;
import mesh.warren.agent.dns.DnsRelayServer;
import mesh.warren.agent.dns.RelayLimits;
import mesh.warren.agent.dns.ResolverConfigs;
import mesh.warren.agent.downstream.AdsServer;
import mesh.warren.agent.downstream.AdsSettings;
import mesh.warren.agent.downstream.EnvoyObservers;
import mesh.warren.agent.envoy.AdminClient;
import mesh.warren.agent.envoy.EnvoyFolder;
import mesh.warren.agent.envoy.EnvoyLaunch;
import mesh.warren.agent.envoy.EnvoySupervisor;
import mesh.warren.agent.envoy.EnvoyWatchers;
import mesh.warren.agent.envoy.ExternalEnvoys;
import mesh.warren.agent.envoy.ExternalProcesses;
import mesh.warren.agent.join.LateJoin;
import mesh.warren.agent.join.Membership;
import mesh.warren.agent.kubernetes.AdminResources;
import mesh.warren.agent.kubernetes.KubernetesAccess;
import mesh.warren.agent.kubernetes.KubernetesSource;
import mesh.warren.agent.kubernetes.PodReports;
import mesh.warren.agent.kubernetes.PolicyReader;
import mesh.warren.agent.lanes.Lanes;
import mesh.warren.agent.limits.ConnectionLimits;
import mesh.warren.agent.manifests.ManifestSource;
import mesh.warren.agent.metrics.MetricsServer;
import mesh.warren.agent.netns.Netns;
import mesh.warren.agent.netns.Pins;
import mesh.warren.agent.netns.VoidNetns;
import mesh.warren.agent.podview.PodPages;
import mesh.warren.agent.podview.PodViews;
import mesh.warren.agent.policy.AdminPolicy;
import mesh.warren.agent.policy.CurrentPolicy;
import mesh.warren.agent.policy.TenantTerms;
import mesh.warren.agent.publish.Publisher;
import mesh.warren.agent.publish.Served;
import mesh.warren.agent.publish.ServedDoors;
import mesh.warren.agent.quarantine.Quarantine;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.registry.Recovery;
import mesh.warren.agent.registry.Registry;
import mesh.warren.agent.settings.AgentSettings;
import mesh.warren.agent.settings.AgentSettings.Join;
import mesh.warren.agent.upstream.Upstream;
import mesh.warren.agent.upstream.node.RealEnvoyLook;
import mesh.warren.agent.views.FedStatus;
import mesh.warren.agent.views.Views;
import mesh.warren.agent.views.ViewsParts;
import mesh.warren.agent.settings.ClusterSource;
import mesh.warren.agent.views.PodTerms;
import mesh.warren.cli.rewrite.EnvoyTypes;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.builtin.BuiltinSettings;
import mesh.warren.model.id.NetnsId;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.Tenant;
import mesh.warren.model.lanes.LaneSettings;
import mesh.warren.model.listen.DoorLimits;

/**
 * The parts list. Parts start in the order of the data flow and stop in reverse; what must outlive the agent (Envoy, pins,
 * capture, the registry's files) does.
 */
public final class Agent implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Agent.class.getName());
    private static final Duration ENVOY_DRAIN = Duration.ofSeconds(30);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private Agent() {}

    /**
     * Starts all parts; returns when CNI calls are served.
     *
     * @throws IOException when a part cannot start; those before it are stopped again
     */
    public static Agent start(AgentSettings settings) throws IOException, InterruptedException {
        Agent agent = new Agent();
        try {
            agent.assemble(settings);
            return agent;
        } catch (IOException | InterruptedException | RuntimeException e) {
            agent.close();
            throw e;
        }
    }

    private void assemble(AgentSettings settings) throws IOException, InterruptedException {
        Path run = privateFolder(settings.runDir(), "rwx--x--x");
        Path state = privateFolder(settings.stateDir(), "rwx------");
        started(SingleAgent.claim(run));

        Pins pins = Pins.in(run);
        VoidNetns nothing = VoidNetns.findOrCreate(pins);
        Registry registry = started(Registry.open(state));
        Recovery recovery = Recovery.run(registry, pins);
        recovery.lost().forEach(pod -> LOG.log(Level.WARNING, "pod {0}: its network namespace is gone, so it has left", pod.name()));

        AgentState observed = new AgentState(settings.node(), settings.envoy().path().isPresent());
        EnvoyLaunch envoy = envoyLaunch(settings, run, nothing);
        ExternalEnvoys external = settings.envoy().path().isPresent() ? null : ExternalEnvoys.in(envoy);
        EnvoyFolder folder = external == null ? EnvoyFolder.create(envoy) : external.folder();
        CurrentPolicy policy = new CurrentPolicy(new AdminPolicy(settings.domains(), settings.limits().terms(), TenantTerms.of(settings.limits().others())));
        Views views = new ViewsParts(
                new BuiltinSettings(settings.domain(), settings.node(), nothing.path().toString(), settings.serviceCidrs(),
                        settings.capture().clientAddress(), IdentityParts.tls(settings.identity())),
                ApiTable.committed(), settings.capture(), () -> policy.get().domains(), IdentityParts.names(settings.identity()),
                InstantSource.system(), terms(settings, state, nothing, registry, observed, policy)).views();
        Upstream upstream = started(new Upstream(() -> RealEnvoyLook.at(folder.adminSocket()), Upstream::tokenFiles));
        Function<Tenant, DoorLimits> doorLimits = tenant -> policy.get().of(tenant).limits().door();
        Publisher publisher = new Publisher(settings.ipv6(), doorLimits, InstantSource.system(), views);
        Lanes lanes = lanes(settings, registry);
        ConnectionLimits connections = started(new ConnectionLimits(new AdminClient(folder.adminSocket(), Duration.ofSeconds(5)), doorLimits));
        Quarantine quarantine = Quarantine.of(state, folder.log(), envoy);
        EnvoyWatchers watchers = new EnvoyWatchers(new EnvoyWatchers(observed, lanes), new EnvoyWatchers(connections, quarantine));
        policy.addListener(views::policyChanged);
        policy.addListener(publisher::limitsChanged);
        ServedMarks marks = new ServedMarks(external, new ExternalProcesses(new EnvoyWatchers(observed, connections))); // lanes look for themselves
        EnvoyObservers observers = new EnvoyObservers(
                new EnvoyObservers(observed, quarantine), new EnvoyObservers(publisher, new EnvoyObservers(lanes, connections)));
        AdsServer ads = started(AdsServer.start(folder.adsSocket(), AdsSettings.DEFAULT,
                external == null ? observers : new EnvoyObservers(observers, marks)));
        folder.giveToEnvoy(folder.adsSocket());

        started(quarantine).begin(Served.by(ads), publisher::refused);
        started(publisher).begin(quarantine);
        upstream.begin(views);
        started(views).begin(publisher::views, upstream);
        registry.addListener((before, after) -> views.pods(after));
        views.pods(registry.snapshot());
        ClusterListeners cluster = new ClusterListeners();
        cluster.add(observed::cluster);
        cluster.add(views::cluster);
        IdentityParts.of(settings.identity(), state).ifPresent(identities -> {
            started(identities).onChange(views::secrets);
            registry.addListener((before, after) -> identities.pods(after));
            identities.pods(registry.snapshot());
            cluster.add(identities::cluster);
        });
        KubernetesClient client = null;
        switch (settings.cluster()) {
            case ClusterSource.Manifests(Path manifests) -> started(ManifestSource.start(manifests, cluster));
            case ClusterSource.Kubernetes kubernetes -> {
                client = started(KubernetesAccess.client(kubernetes.kubeconfig()));
                started(new AdminResources(client, settings.node(), new PolicyReader(settings.domain(), policy.get()), policy)).begin();
                started(KubernetesSource.start(client, settings.node(), cluster));
            }
        }

        if (external == null) {
            EnvoySupervisor supervisor = EnvoySupervisor.start(envoy, watchers);
            parts.push(supervisor::stop);
        } else {
            marks.begin(ads::whenSettled);
            external.offer(envoy);
            if (settings.envoy().lanes()) {
                lanes.find(external::processes);
            }
        }

        Capture capture = new Capture();
        CapturePlans plans = new CapturePlans(settings.capture(), settings.ipv6());
        ServedDoors doors = new ServedDoors(settings.capture().doors(), ads);
        Membership membership = new Membership(settings.join() == Join.ALL);
        Predicate<PodName> routed = pod -> membership.routes(pod, observed.view());
        Verification verification = started(new Verification(registry, capture, plans, doors,
                pod -> observed.view().map(view -> membership.routes(pod, Optional.of(view)))));
        Set<NetnsId> never = Set.of(Netns.identify(Path.of("/proc/self/ns/net")), nothing.netns());
        Attachments attachments = new Attachments(registry, pins, capture, plans, doors,
                never, routed, observed::annotations, observed::notReady);
        attachments.release(recovery.orphans());
        verification.begin();
        cluster.add(view -> verification.soon());
        if (settings.cluster() instanceof ClusterSource.Kubernetes kubernetes) {
            LateJoin late = started(new LateJoin(registry, attachments, kubernetes.sandboxes(), membership, never));
            cluster.add(late::cluster);
            late.begin();
            started(new PodReports(client, settings.node(), new PodStandings(registry, verification, late, routed,
                    pod -> views.status(pod.uid()).join().map(FedStatus::refusals).orElse(List.of())))).begin();
        }

        PodPages pages = new PodPages(pod -> views.content(pod).join(), Agent::types, new AdminClient(folder.adminSocket(), Duration.ofSeconds(5)));
        PodViews podViews = started(new PodViews(pages, settings.podView().port(), settings.podView().readyPort()));
        registry.addListener((before, after) -> podViews.pods(after));
        podViews.pods(registry.snapshot());

        AgentReport report = new AgentReport(observed, registry, views, publisher, quarantine, ads, verification, lanes, Agent::types);
        started(new AdminServer(settings.adminSocket(), Map.of(
                "status", about -> report.status(), "classes", about -> report.classes(), "why", report::why,
                "proxy", new ProxyQuestion(registry, pages), "lanes", about -> lanes.report().join())));
        if (settings.metrics().isPresent()) {
            started(MetricsServer.start(settings.metrics().get(), report::status, observed::notReady,
                    new AdminClient(folder.adminSocket(), Duration.ofSeconds(5))));
        }
        started(CniServer.start(settings.cni().socket(), attachments, CniServer.Limits.DEFAULT.withRequest(settings.cni().timeout())));
        LOG.log(Level.INFO, "agent of node {0} serves: {1} pods from before, CNI on {2}", settings.node(),
                registry.snapshot().all().size(), settings.cni().socket());
    }

    /** On what terms control planes feed pods; makes the DNS relay, if there is to be one. */
    private Function<PodRecord, PodTerms> terms(AgentSettings settings, Path state, VoidNetns nothing, Registry registry, AgentState observed,
            CurrentPolicy policy) throws IOException {
        Function<PodRecord, TenantTerms> tenant = pod -> policy.get().of(pod.name().tenant());
        if (!settings.dns().relay()) {
            return pod -> new PodTerms(Optional.empty(), tenant.apply(pod));
        }
        ResolverConfigs configs = ResolverConfigs.with(Path.of("/etc/resolv.conf"), settings.dns().servers(), settings.dns().clusterDomain());
        nothing.loopbackUp();
        DnsRelayServer relay = started(new DnsRelayServer(nothing.path(), state, RelayLimits.DEFAULT,
                pod -> configs.of(pod.name().tenant(), observed.dns(pod.name()))));
        registry.addListener((before, after) -> relay.pods(after));
        return pod -> new PodTerms(relay.forPod(pod), tenant.apply(pod));
    }

    private static TypeRegistry types() {
        return EnvoyTypes.load().registry(List.of());
    }

    private Lanes lanes(AgentSettings settings, Registry registry) {
        Lanes lanes = started(new Lanes(LaneSettings.of(settings.envoy().concurrency()),
                Set.of(settings.capture().doors().outboundPort(), settings.capture().doors().inboundPort()), InstantSource.system()));
        if (settings.envoy().lanes()) {
            lanes.begin();
            registry.addListener((before, after) -> lanes.pods(after));
            lanes.pods(registry.snapshot());
        }
        return lanes;
    }

    private static EnvoyLaunch envoyLaunch(AgentSettings settings, Path run, VoidNetns nothing) {
        return new EnvoyLaunch(settings.envoy().path().orElse(Path.of("envoy")), run.resolve("envoy"), nothing.path(), settings.node(),
                settings.envoy().uid(), settings.envoy().concurrency(), settings.envoy().heapBytes(), settings.envoy().connections(), ENVOY_DRAIN,
                settings.envoy().stopWithAgent());
    }

    private static Path privateFolder(Path path, String permissions) throws IOException {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        return path.toRealPath();
    }

    private <T extends AutoCloseable> T started(T part) {
        parts.push(part);
        return part;
    }

    /** Stops the parts in reverse. Pods go on being served; Envoy ends only when the setting says so. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "stopping", e);
            }
        }
    }
}
