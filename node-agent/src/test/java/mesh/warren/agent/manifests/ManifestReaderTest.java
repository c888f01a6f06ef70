package mesh.warren.agent.manifests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import mesh.warren.agent.cluster.ClusterObject;
import mesh.warren.agent.cluster.Problem;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.builtin.EndpointSlice;
import mesh.warren.model.builtin.Service;
import mesh.warren.model.builtin.ServiceName;
import mesh.warren.model.builtin.ServicePort;
import mesh.warren.model.builtin.Transport;
import mesh.warren.model.id.Tenant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
class ManifestReaderTest {

    private static final ServiceName WEB = new ServiceName(new Tenant("shop"), "web");

    @Test
    void aServiceWithAllThatCounts() throws Exception {
        assertEquals(
                new Service(WEB, Service.Kind.CLUSTER_IP, List.of(IpAddress.parse("10.96.0.1"), IpAddress.parse("fd00::1")),
                        List.of(new ServicePort("http", 80, Transport.TCP, Optional.of("http")),
                                new ServicePort("dns", 53, Transport.UDP, Optional.empty())),
                        true, true, true),
                service("""
                        apiVersion: v1
                        kind: Service
                        metadata: {name: web, namespace: shop}
                        spec:
                          type: NodePort
                          clusterIP: 10.96.0.1
                          clusterIPs: [10.96.0.1, "fd00::1"]
                          publishNotReadyAddresses: true
                          internalTrafficPolicy: Local
                          sessionAffinity: ClientIP
                          selector: {app: web}
                          ports:
                          - {name: http, port: 80, targetPort: web, appProtocol: http, nodePort: 30080}
                          - {name: dns, port: 53, targetPort: 5353, protocol: UDP}
                        """));
    }

    @Test
    void headlessAndExternalNameHaveNoAddress() throws Exception {
        assertEquals(Service.Kind.HEADLESS, service(
                "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {clusterIP: None, ports: [{port: 1}]}}").kind());
        assertEquals(Service.Kind.EXTERNAL_NAME, service(
                "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {type: ExternalName, externalName: example.org}}").kind());
    }

    @Test
    void conditionsThatAreAbsentMeanReady() throws Exception {
        EndpointSlice slice = slice("""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: web-1, namespace: shop, labels: {kubernetes.io/service-name: web}}
                addressType: IPv4
                ports: [{name: http, port: 8080, protocol: TCP}]
                endpoints:
                - addresses: [10.244.0.5, 10.244.0.6]
                - {addresses: [10.244.0.7], nodeName: n2, conditions: {ready: false, serving: true, terminating: true}}
                """);
        assertEquals(new EndpointSlice(WEB, "web-1", List.of(new EndpointSlice.Port("http", 8080, Transport.TCP)), List.of(
                new EndpointSlice.Endpoint(IpAddress.parse("10.244.0.5"), true, true, false, Optional.empty()),
                new EndpointSlice.Endpoint(IpAddress.parse("10.244.0.7"), false, true, true, Optional.of("n2")))), slice);
    }

    @Test
    void listsAndSeveralDocumentsAreRead() throws Exception {
        ManifestReader.Contents contents = new ManifestReader().read("f", """
                # nothing but a comment
                ---
                apiVersion: v1
                kind: List
                items:
                - {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {nodeName: n1}}
                - {apiVersion: v1, kind: Service, metadata: {name: a}, spec: {clusterIP: 10.96.0.1}}
                --- # JSON is YAML
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "b", "namespace": "shop", "annotations": {"k": "v"}}}
                ---
                apiVersion: v1
                kind: PodList
                items: [{apiVersion: v1, kind: Pod, metadata: {name: c}}]
                """);
        assertEquals(List.of("Pod default/a", "Service default/a", "Pod shop/b", "Pod default/c"),
                contents.objects().stream().map(found -> found.object().identity()).toList());
        assertEquals(List.of(2, 2, 8, 10), contents.objects().stream().map(ManifestReader.Found::line).toList());
    }

    @Test
    void otherKindsAreNotedOnceEach() throws Exception {
        ManifestReader.Contents contents = new ManifestReader().read("f", """
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: a}}
                ---
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: b}}
                """);
        assertEquals(List.of("f: kind Deployment of apps/v1 is ignored; Pod, Service, EndpointSlice and Namespace are read"),
                contents.ignored().stream().map(Problem::toString).toList());
    }

    @Test
    void aSyntaxErrorNamesItsLineInTheFile() {
        ManifestException e = refused("""
                {apiVersion: v1, kind: Pod, metadata: {name: a}}
                ---
                apiVersion: v1
                kind: [Pod
                metadata: {}
                """);
        assertEquals(5, e.line(), e.getMessage());
        assertTrue(e.getMessage().startsWith("not YAML: "), e.getMessage());
    }

    @Test
    void aWrongTypeNamesTheFieldAndTheDocument() {
        ManifestException e = refused("""
                ---
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec: {clusterIP: 10.96.0.1, ports: [{port: eighty}]}
                """);
        assertEquals(2, e.line());
        assertTrue(e.getMessage().startsWith("Service web: spec.ports[0].port: "), e.getMessage());
    }

    @Test
    void whatIsMissingIsSaidWithItsRemedy() {
        assertEquals("Service web: spec.clusterIP is empty: nobody allocates one here; write an address, or None",
                refused("{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {}}").getMessage());
        assertEquals("items[1]: EndpointSlice s: metadata.labels has no kubernetes.io/service-name: write the Service's name there",
                refused("""
                        apiVersion: v1
                        kind: List
                        items:
                        - {apiVersion: v1, kind: Pod, metadata: {name: a}}
                        - {apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: s}, ports: [], endpoints: []}
                        """).getMessage());
        assertEquals("Service web: spec.clusterIPs: '10.96.0': want an IPv4 or IPv6 address",
                refused("{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {clusterIP: 10.96.0}}").getMessage());
        assertEquals("no kind or no apiVersion: want a Kubernetes object", refused("just text").getMessage());
    }

    private static ManifestException refused(String text) {
        return assertThrows(ManifestException.class, () -> new ManifestReader().read("f", text));
    }

    private static Service service(String text) throws ManifestException {
        return ((ClusterObject.OfService) new ManifestReader().read("f", text).objects().getFirst().object()).service();
    }

    private static EndpointSlice slice(String text) throws ManifestException {
        return ((ClusterObject.OfSlice) new ManifestReader().read("f", text).objects().getFirst().object()).slice();
    }
}
