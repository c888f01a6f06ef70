package mesh.warren.agent.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code capture.chains: inline}: pods are served as ever, by chains in their doors. */
@Tag("node")
class InlineChainsSettingTest {

    @TempDir
    private Path temporary;

    @Test
    void podsAreServedByChainsInTheirDoors() throws Exception {
        CertificateFolder certificates = new CertificateFolder(temporary);
        certificates.renew("cart");
        certificates.renew("web");
        try (WholeNode node = WholeNode.start(2, """
                capture: {chains: inline}
                identity: {provider: folder, folder: %s}
                mtls: strict
                """.formatted(certificates.folder()))) {
            node.manifest("pods.yaml", pod("cart") + "---\n" + pod("web"));
            WholePod cart = node.pod("cart");
            WholePod web = node.pod("web");
            Web.servedBy(node, web);
            node.agent().awaitSettled(WholeNode.PATIENCE);
            assertEquals("pod=web peer=" + cart.ipv4(), cart.call(Web.HTTP));
            assertEquals("pod=web peer=" + cart.ipv4(), cart.call(Web.LINE));
            // A listener's configuration has filters only where chains stand in it.
            assertTrue(node.admin().get("/config_dump?resource=dynamic_listeners").contains("envoy.extensions.filters.network."));
        }
    }

    private static String pod(String name) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: shop}
                spec: {nodeName: any, serviceAccountName: %s, containers: [{name: app, image: any}]}
                """.formatted(name, name);
    }
}
