package mesh.warren.agent.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.envoyproxy.envoy.config.core.v3.Node;
import java.util.List;
import java.util.Map;
import mesh.warren.agent.domain.ControlPlane;
import mesh.warren.agent.domain.Domains;
import mesh.warren.agent.domain.Domains.Choice;
import mesh.warren.agent.domain.PodFields;
import mesh.warren.agent.domain.Protocol;
import mesh.warren.agent.upstream.node.Introduction;
import mesh.warren.agent.upstream.node.RealEnvoy;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.rewrite.policy.RewritePolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
class ControlPlaneSettingsTest {

    private static final String LEAST = "node: n\nenvoy: {path: /e}\n";
    private static final String TWO = LEAST + """
            controlPlanes:
            - name: mesh
              address: istiod.istio-system.svc:15012
              tls: {names: [istiod.istio-system.svc]}
              token: "/tokens/${pod.uid}"
              node: {preset: istio, metadata: {CLUSTER_ID: east, PROXY_CONFIG: {drain: 5, on: true}}, locality: {zone: z1}}
              policy: istio
            - {name: own, address: "unix:/run/cp.sock", protocol: sotw}
            domains:
            - {namespaces: [legacy], controlPlane: built-in}
            - {labels: {feed: own}, controlPlane: own}
            - {namespaceLabels: {mesh: "on"}, controlPlane: mesh}
            """;

    private static PodFields pod(String name, Map<String, String> labels, Map<String, String> tenantLabels) {
        return new PodFields(new PodUid("u-1"), PodName.parse(name), List.of(IpAddress.parse("10.0.0.7")), "web", labels, Map.of(),
                tenantLabels, "n");
    }

    @Test
    void theFirstRuleThatMatchesDecides() throws Exception {
        Domains domains = SettingsFile.parse("a.yaml", TWO).domains();
        assertEquals(new Choice.BuiltIn(), domains.of(pod("legacy/a", Map.of("feed", "own"), Map.of()), true));
        assertEquals("own", fedBy(domains, pod("shop/a", Map.of("feed", "own"), Map.of("mesh", "on"))));
        assertEquals("mesh", fedBy(domains, pod("shop/a", Map.of(), Map.of("mesh", "on"))));
        assertEquals(new Choice.BuiltIn(), domains.of(pod("shop/a", Map.of(), Map.of()), true));
        assertEquals(new Choice.Unknown(), domains.of(pod("shop/a", Map.of(), Map.of()), false), "its labels are not known yet");
    }

    private static String fedBy(Domains domains, PodFields pod) {
        return assertInstanceOf(Choice.Fed.class, domains.of(pod, true)).by().domain().name();
    }

    @Test
    void aPodIntroducesItselfAsIstiosSidecarWould() throws Exception {
        ControlPlane mesh = SettingsFile.parse("a.yaml", TWO).domains().controlPlanes().getFirst();
        assertEquals(Protocol.AUTO, mesh.protocol());
        assertEquals(RewritePolicy.ISTIO, mesh.policy());
        Node node = Introduction.of(mesh.node(), pod("shop/a-0", Map.of("app", "a"), Map.of()), RealEnvoy.of("""
                {"node": {"user_agent_name": "envoy", "user_agent_build_version": {"version": {"major_number": 1, "minor_number": 40}},
                 "client_features": ["f"], "extensions": [{"name": "x", "category": "c", "type_urls": ["T"]}], "unknown": 1}, "state": "LIVE"}"""));
        assertEquals("sidecar~10.0.0.7~a-0.shop~shop.svc.cluster.local", node.getId());
        assertEquals("a.shop", node.getCluster());
        assertEquals("z1", node.getLocality().getZone());
        assertEquals(40, node.getUserAgentBuildVersion().getVersion().getMinorNumber());
        assertEquals("x", node.getExtensions(0).getName());
        assertEquals(List.of("f"), List.copyOf(node.getClientFeaturesList()));
        assertEquals("east", node.getMetadata().getFieldsOrThrow("CLUSTER_ID").getStringValue());
        assertEquals("web", node.getMetadata().getFieldsOrThrow("SERVICE_ACCOUNT").getStringValue());
        assertEquals("a", node.getMetadata().getFieldsOrThrow("LABELS").getStructValue().getFieldsOrThrow("app").getStringValue());
        assertEquals(5, node.getMetadata().getFieldsOrThrow("PROXY_CONFIG").getStructValue().getFieldsOrThrow("drain").getNumberValue());
    }

    @Test
    void allThatIsWrongIsSaidWithLineKeyAndRemedy() {
        assertEquals(List.of(
                "a.yaml:4: key 'controlPlanes[0].address' is 'host'; want HOST:PORT or unix:/PATH (no host; an IPv6 address stands in brackets)",
                "a.yaml:4: key 'controlPlanes[0].colour' is not known; want one of address, authority, identities, limits, name, node, policy, "
                        + "protocol, tls, token",
                "a.yaml:6: key 'controlPlanes[1].token': would be sent in plaintext to far:1; want tls",
                "a.yaml:10: key 'domains[0].controlPlane': 'c' is not under controlPlanes; want one of [b] or built-in"),
                problems(LEAST + """
                        controlPlanes:
                        - {name: a, address: host, colour: red}
                        - name: b
                          token: /t
                          address: far:1

                        domains:
                        - controlPlane: c
                        """));
    }

    @Test
    void aPlaceThatDoesNotExistIsNamedWithThoseThatDo() {
        assertEquals(List.of("a.yaml:4: key 'controlPlanes[0].node.id' is '${pod.colour}'; want a text with ${pod...} where pods differ "
                + "('${pod.colour}' is not known; want one of ${node.name}, ${pod.ip}, ${pod.ips}, ${pod.name}, ${pod.namespace}, "
                + "${pod.serviceAccount}, ${pod.uid}, ${pod.labels[NAME]}, ${pod.annotations[NAME]})"),
                problems(LEAST + "controlPlanes:\n- {name: a, address: 'h:1', node: {id: '${pod.colour}'}}\n"));
    }

    private static List<String> problems(String yaml) {
        return assertThrows(SettingsException.class, () -> SettingsFile.parse("a.yaml", yaml)).problems();
    }
}
