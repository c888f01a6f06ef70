package mesh.warren.agent.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.client.Config;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("process")
class ClientKeyTest {

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void theLibraryIsToldWhatAKeyInPkcs8Is(String algorithm) throws Exception {
        byte[] der = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate().getEncoded();
        String pem = "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END PRIVATE KEY-----\n";
        Config config = Config.empty();
        config.setClientKeyAlgo("RSA");
        config.setClientKeyData(Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)));

        assertEquals(algorithm, ClientKey.told(config).getClientKeyAlgo());
    }
}
