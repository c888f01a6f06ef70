package mesh.warren.agent.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import mesh.warren.model.id.Tenant;
import mesh.warren.model.listen.ClientAddress;
import mesh.warren.model.listen.DoorLimits;
import mesh.warren.model.listen.DoorSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
class SettingsFileTest {

    private static final String LEAST = """
            node: node-1
            manifests: /etc/warren/manifests
            envoy:
              path: /opt/envoy
            """;

    @Test
    void theLeastFileHasDefaultsForTheRest() throws Exception {
        AgentSettings settings = SettingsFile.parse("agent.yaml", LEAST);
        assertEquals("node-1", settings.node());
        assertEquals("local", settings.domain().name());
        assertEquals(new ClusterSource.Manifests(Path.of("/etc/warren/manifests")), settings.cluster());
        assertEquals(Path.of("/run/warren/cni/warren.sock"), settings.cni().socket());
        assertEquals(Duration.ofSeconds(10), settings.cni().timeout());
        assertEquals(DoorSettings.DEFAULT, settings.capture().doors());
        assertEquals(ClientAddress.KEPT, settings.capture().clientAddress());
        assertEquals("[10.96.0.0/12]", settings.serviceCidrs().toString());
        assertEquals(new EnvoySettings(Optional.of(Path.of("/opt/envoy")),
                Math.clamp(2L * Runtime.getRuntime().availableProcessors(), 4, 64), true, 2048, 100_000, 15050, false), settings.envoy());
    }

    @Test
    void everyKeyIsRead() throws Exception {
        AgentSettings settings = SettingsFile.parse("agent.yaml", """
                node: n
                domain: prod
                runDir: /r
                stateDir: /s
                source: kubernetes
                kubernetes: {kubeconfig: /k, sandboxes: /ns}
                join: labelled
                serviceCidrs: [10.0.0.0/8, "fd00::/112"]
                ipv6: off
                logLevel: debug
                capture:
                  outboundPort: 1
                  inboundPort: 2
                  bufferBytes: 4096
                  clientAddress: hidden
                  chains: inline
                  excludeOutboundPorts: [25, 9000-9010]
                  excludeInboundPorts: [22]
                  excludeOutboundCidrs: [169.254.169.254/32]
                envoy: {path: /e, concurrency: 4, lanes: off, heapMiB: 512, connections: 9, uid: 7, stopWithAgent: true}
                limits: {connections: 5, tenants: [{namespace: shop, connectionsPerSecond: 100}]}
                dns: {relay: false, servers: [10.0.0.2], clusterDomain: k8s.test}
                metrics: {address: "[::1]:9090"}
                cni: {socket: /c.sock, timeout: 3}
                podView: {port: 15100, readyPort: 15121}
                identity:
                  provider: authority
                  trustDomain: prod.example
                  certificateHours: 2
                  certificateName: own
                  rootName: roots
                  authority: {address: "[fd00::1]:15012", rootFile: /ca.pem, tokenFile: "/t/${pod.name}", clusterId: east}
                mtls: strict
                """);
        assertEquals("AgentSettings[node=n, domain=prod, domains=Domains[controlPlanes=[], rules=[]], runDir=/r, stateDir=/s, "
                + "cluster=Kubernetes[kubeconfig=Optional[/k], sandboxes=/ns], join=LABELLED, "
                + "serviceCidrs=[10.0.0.0/8, fd00::/112], ipv6=OFF, logLevel=DEBUG, capture=CaptureSettings["
                + "doors=DoorSettings[outboundPort=1, inboundPort=2, bufferBytes=4096, chains=INLINE], clientAddress=HIDDEN, "
                + settings.capture().exclusions().toString().replaceFirst("^", "exclusions=") + "], "
                + "envoy=EnvoySettings[path=Optional[/e], concurrency=4, lanes=false, heapMiB=512, connections=9, uid=7, stopWithAgent=true], "
                + settings.limits().toString().replaceFirst("^", "limits=") + ", dns=DnsSettings[relay=false, servers=[10.0.0.2], clusterDomain=k8s.test], metrics=Optional[/[0:0:0:0:0:0:0:1]:9090], cni=CniSettings[socket=/c.sock, timeout=PT3S], podView=PodViewSettings[port=15100, readyPort=15121], identity=IdentitySettings[domain=prod.example, "
                + "names=SecretNames[certificate=own, root=roots], provider=Authority[host=[fd00::1], port=15012, rootFile=/ca.pem, "
                + "tokenFile=/t/${pod.name}, clusterId=east, life=PT2H], mtls=STRICT]]", settings.toString());
        assertEquals(new DoorLimits(5, 5_000), settings.limits().of(new Tenant("other")).door());
        assertEquals(new DoorLimits(5, 100), settings.limits().of(new Tenant("shop")).door());
        assertEquals(2, settings.capture().exclusions().outboundPorts().size());
        assertEquals(3, settings.capture().exclusions().inboundPorts().size());
        assertEquals(1, settings.capture().exclusions().outboundCidrs().size());
    }

    @Test
    void eachProviderOfCertificatesIsRead() throws Exception {
        assertEquals(new IdentitySettings.None(), SettingsFile.parse("a", LEAST).identity().provider());
        assertEquals(new IdentitySettings.Builtin(Duration.ofHours(24)),
                SettingsFile.parse("a", LEAST + "identity: {provider: builtin}\n").identity().provider());
        assertEquals(new IdentitySettings.Folder(Path.of("/c")),
                SettingsFile.parse("a", LEAST + "identity: {provider: folder, folder: /c}\n").identity().provider());
        assertEquals(List.of("agent.yaml:5: key 'identity.authority.tokenFile' is 'token'; want an absolute path, with "
                + "`${pod.uid}` and the like (begins with '/')"), problems(LEAST + "identity: {provider: authority, authority: {tokenFile: token}}\n"));
    }

    @Test
    void allThatIsWrongIsSaidAtOnceWithLineKeyAndRemedy() {
        assertEquals(List.of(
                "agent.yaml:2: key 'domain' is 'Prod'; want a DNS label (domain 'Prod': want a DNS label: 1 to 63 of a-z, 0-9 and '-', "
                        + "beginning and ending with a letter or digit)",
                "agent.yaml:3: key 'serviceCidrs' is '10.0.0.1/8'; want a list of ADDRESS/LENGTH ('10.0.0.1/8': has bits beyond the "
                        + "prefix; want the first address of the range)",
                "agent.yaml:5: key 'envoy.path' is 'envoy'; want an absolute path (begins with '/')",
                "agent.yaml:6: key 'envoy.concurrency' is '0'; want 1 to 256, or auto (1 to 256)",
                "agent.yaml:7: key 'envoy.stopWithAgent' is 'yes'; want true or false"),
                problems("""
                        node: a
                        domain: Prod
                        serviceCidrs: [10.0.0.1/8]
                        envoy:
                          path: envoy
                          concurrency: 0
                          stopWithAgent: yes
                        """));
    }

    @Test
    void anUnknownKeyIsRefusedWithThoseThatAreKnown() {
        assertEquals(List.of("agent.yaml:6: key 'envoy.extraArgs' is not known; want one of "
                + Arrays.stream(Setting.values()).map(Setting::key).collect(Collectors.joining(", "))),
                problems(LEAST + "  # no\n  extraArgs: [--foo]\n"));
    }

    @Test
    void aListWhereOneValueBelongsAndTheOtherWayRound() {
        assertEquals(List.of("agent.yaml:5: key 'domain' is a list; want a DNS label",
                "agent.yaml:6: key 'serviceCidrs' is one value; want a list of ADDRESS/LENGTH"),
                problems(LEAST + "domain: [a]\nserviceCidrs: 10.0.0.0/8\n"));
        assertEquals(List.of("agent.yaml:5: key 'cni' is no mapping of keys to values"), problems(LEAST + "cni: 5\n"));
    }

    @Test
    void bothDoorsCannotHaveOnePort() {
        assertEquals(List.of("agent.yaml:6: key 'capture.inboundPort': is 15001, the outbound door's port; want two different ports"),
                problems(LEAST + "capture:\n  inboundPort: 15001\n"));
    }

    @Test
    void aKeyTwiceBrokenYamlAndNothingAtAll() {
        assertEquals(1, problems(LEAST + "node: b\n").size());
        assertEquals("agent.yaml:2: not YAML:", problems("node: [a\n").getFirst().substring(0, 23));
        assertEquals(List.of("agent.yaml:1: the file is empty; want at least envoy.path, or envoy.managed: false"), problems("# nothing\n"));
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        SettingsException e = assertThrows(SettingsException.class, () -> SettingsFile.load(Path.of("/nowhere/agent.yaml")));
        assertEquals("/nowhere/agent.yaml: cannot be read (java.nio.file.NoSuchFileException: /nowhere/agent.yaml); "
                + "want a YAML file, see docs/settings.md", e.getMessage());
    }

    /** {@code SETTINGS_DOC_UPDATE=1} writes it anew. */
    @Test
    void theDocumentDescribesEveryKey() throws Exception {
        Path document = Path.of("../docs/settings.md");
        String table = "| key | wants | without it | meaning |\n|---|---|---|---|\n"
                + Arrays.stream(Setting.values()).map(Setting::row).collect(Collectors.joining("\n")) + "\n";
        String text = Files.readString(document);
        int start = text.indexOf("| key |");
        if ("1".equals(System.getenv("SETTINGS_DOC_UPDATE"))) {
            Files.writeString(document, text.substring(0, start) + table);
            text = Files.readString(document);
        }
        assertEquals(table, text.substring(start));
    }

    private static List<String> problems(String yaml) {
        return assertThrows(SettingsException.class, () -> SettingsFile.parse("agent.yaml", yaml)).problems();
    }
}
