package mesh.warren.agent.upstream.connect;

import io.grpc.netty.GrpcSslContexts;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import mesh.warren.agent.domain.PodFields;
import mesh.warren.agent.domain.Tls;

/** TLS for one connection; its files are read again when they change, for the handshakes after that. */
final class Credentials implements AutoCloseable {

    /** Plaintext. */
    static final Credentials NONE = new Credentials(Optional.empty(), List.of());
    /** The shortest that gRPC's file watchers take. */
    private static final long LOOK_MINUTES = 1;

    /** Ends the watching of a file. */
    private interface Watch {
        void end();
    }

    private final Optional<SslContext> context;
    private final List<Watch> watches;

    private Credentials(Optional<SslContext> context, List<Watch> watches) {
        this.context = context;
        this.watches = watches;
    }

    /** @throws CredentialsException naming the file that cannot be used */
    static Credentials of(Tls tls, PodFields pod, ScheduledExecutorService fileWatch) throws CredentialsException {
        List<Watch> watches = new ArrayList<>();
        String file = "the platform's authorities";
        try {
            SslContextBuilder builder = GrpcSslContexts.forClient();
            file = tls.ca().map(Path::toString).orElse(file);
            builder.trustManager(trust(tls, fileWatch, watches));
            if (tls.identity().isPresent()) {
                String chain = tls.identity().get().certificate().of(pod);
                String key = tls.identity().get().key().of(pod);
                file = chain + " or " + key;
                AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
                watches.add(keys.updateIdentityCredentials(
                        new File(chain), new File(key), LOOK_MINUTES, TimeUnit.MINUTES, fileWatch)::close);
                builder.keyManager(keys);
            }
            return new Credentials(Optional.of(builder.build()), watches);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            watches.forEach(Watch::end);
            throw new CredentialsException("cannot use " + file + ": " + e.getMessage(), e);
        }
    }

    private static AdvancedTlsX509TrustManager trust(Tls tls, ScheduledExecutorService fileWatch, List<Watch> watches)
            throws IOException, GeneralSecurityException {
        AdvancedTlsX509TrustManager.Builder builder = AdvancedTlsX509TrustManager.newBuilder();
        if (tls.names().isEmpty()) {
            builder.setVerification(Verification.CERTIFICATE_AND_HOST_NAME_VERIFICATION);
        } else {
            builder.setVerification(Verification.CERTIFICATE_ONLY_VERIFICATION)
                    .setSslSocketAndEnginePeerVerifier(new NamedServer(tls.names()));
        }
        AdvancedTlsX509TrustManager trust = builder.build();
        if (tls.ca().isPresent()) {
            watches.add(trust.updateTrustCredentials(tls.ca().get().toFile(), LOOK_MINUTES, TimeUnit.MINUTES, fileWatch)::close);
        } else {
            trust.useSystemDefaultTrustCerts();
        }
        return trust;
    }

    /** Empty: plaintext. */
    Optional<SslContext> context() {
        return context;
    }

    @Override
    public void close() {
        watches.forEach(Watch::end);
    }
}
