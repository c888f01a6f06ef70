package mesh.warren.agent.kubernetes;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A kubeconfig's client key. The client library takes one in PKCS#8 (RFC 5208) for an RSA key, unless it is told that it is none. */
final class ClientKey {

    private static final Pattern PKCS8 = Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END");
    /** 1.2.840.10045.2.1, id-ecPublicKey (RFC 5480), in DER. */
    private static final String EC = "06072a8648ce3d0201";

    private ClientKey() {}

    /** Says of an elliptic-curve key what it is. @return the same configuration */
    static Config told(Config config) throws IOException {
        Matcher key = PKCS8.matcher(pem(config).orElse(""));
        if (key.find() && HexFormat.of().formatHex(Base64.getMimeDecoder().decode(key.group(1))).contains(EC)) {
            config.setClientKeyAlgo("EC");
        }
        return config;
    }

    private static Optional<String> pem(Config config) throws IOException {
        if (config.getClientKeyData() != null && !config.getClientKeyData().isEmpty()) {
            return Optional.of(new String(Base64.getMimeDecoder().decode(config.getClientKeyData()), StandardCharsets.US_ASCII));
        }
        return config.getClientKeyFile() == null || config.getClientKeyFile().isEmpty() ? Optional.empty()
                : Optional.of(Files.readString(Path.of(config.getClientKeyFile())));
    }
}
