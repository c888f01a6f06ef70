package mesh.warren.agent.identity.istio;

import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.security.auth.x500.X500Principal;
import mesh.warren.agent.domain.PodFields;
import mesh.warren.agent.identity.Pem;
import mesh.warren.agent.identity.Workload;
import mesh.warren.agent.identity.authority.Authority;
import mesh.warren.agent.upstream.connect.TokenSource;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Asks a certificate authority with istiod's API, as each pod with its own token. The last certificate of an answer is the root. */
public final class IstioAuthority implements Authority {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final long LOOK_SECONDS = 10;
    private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> CLUSTER = Metadata.Key.of("clusterid", Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;
    private final TokenSource tokens;
    private final String clusterId;
    private final Duration life;
    private final Runnable onClose;

    IstioAuthority(ManagedChannel channel, TokenSource tokens, String clusterId, Duration life, Runnable onClose) {
        this.channel = channel;
        this.tokens = tokens;
        this.clusterId = clusterId;
        this.life = life;
        this.onClose = onClose;
    }

    /**
     * By TLS; connects when the first certificate is wanted.
     *
     * @param rootFile PEM that the authority's own certificate is validated with; read again when it changes
     * @param life     asked for
     * @throws IOException naming the file that cannot be used
     */
    public static IstioAuthority open(String host, int port, Path rootFile, TokenSource tokens, String clusterId, Duration life)
            throws IOException {
        ScheduledExecutorService watch =
                Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("authority-root").factory());
        try {
            AdvancedTlsX509TrustManager trust = AdvancedTlsX509TrustManager.newBuilder().build();
            trust.updateTrustCredentials(rootFile.toFile(), LOOK_SECONDS, TimeUnit.SECONDS, watch);
            ManagedChannel channel = NettyChannelBuilder.forAddress(host.replaceAll("[\\[\\]]", ""), port)
                    .sslContext(GrpcSslContexts.forClient().trustManager(trust).build())
                    .userAgent("warren")
                    .build();
            return new IstioAuthority(channel, tokens, clusterId, life, watch::shutdownNow);
        } catch (IOException | GeneralSecurityException e) {
            watch.shutdownNow();
            throw new IOException("identity.authority.rootFile " + rootFile + " cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public CompletionStage<Signed> sign(Workload pod, KeyPair keys, Instant now) {
        String csr;
        try {
            csr = request(pod.id().uri(), keys);
        } catch (GeneralSecurityException e) {
            return CompletableFuture.failedFuture(e);
        }
        PodFields fields = new PodFields(
                pod.uid(), pod.name(), List.of(), pod.id().serviceAccount(), Map.of(), Map.of(), Map.of(), "");
        return tokens.token(fields).thenCompose(token -> ask(csr, token)).thenApply(IstioAuthority::signed);
    }

    private CompletionStage<List<String>> ask(String csr, String token) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + token);
        headers.put(CLUSTER, clusterId);
        Channel asPod = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
        CompletableFuture<List<String>> answer = new CompletableFuture<>();
        ClientCalls.asyncUnaryCall(
                asPod.newCall(CreateCertificate.METHOD, CallOptions.DEFAULT.withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)),
                new CreateCertificate.Request(csr, life.toSeconds()),
                new StreamObserver<>() {
                    @Override
                    public void onNext(CreateCertificate.Response response) {
                        answer.complete(response.chain());
                    }

                    @Override
                    public void onError(Throwable failure) {
                        answer.completeExceptionally(refused(failure));
                    }

                    @Override
                    public void onCompleted() {
                        answer.completeExceptionally(new IOException("the certificate authority answered without a certificate"));
                    }
                });
        return answer;
    }

    private IOException refused(Throwable failure) {
        Status status = failure instanceof StatusRuntimeException known ? known.getStatus() : Status.fromThrowable(failure);
        String remedy = switch (status.getCode()) {
            case UNAUTHENTICATED, PERMISSION_DENIED -> "; see whether the pod's token is for its audience and not expired";
            case UNAVAILABLE, DEADLINE_EXCEEDED -> "; see whether it runs and is reached from this node";
            default -> "";
        };
        return new IOException("the certificate authority " + channel.authority() + " answers " + status.getCode()
                + (status.getDescription() == null ? "" : " (" + status.getDescription() + ")") + remedy, failure);
    }

    private static Signed signed(List<String> chain) {
        try {
            List<X509Certificate> all = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(
                    String.join("\n", chain).getBytes(StandardCharsets.US_ASCII))).stream().map(c -> (X509Certificate) c).toList();
            if (all.size() < 2) {
                throw new IllegalStateException("the certificate authority sent " + all.size() + " certificates; want the pod's and the root");
            }
            return new Signed(all.subList(0, all.size() - 1), List.of(all.getLast()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the certificate authority sent what is no PEM certificate: " + e.getMessage(), e);
        }
    }

    /** PKCS #10, as istio's own agent asks: no subject, the SPIFFE ID as alternative name. */
    private static String request(String id, KeyPair keys) throws GeneralSecurityException {
        try {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.subjectAlternativeName, true,
                    new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, id)));
            byte[] der = new JcaPKCS10CertificationRequestBuilder(new X500Principal(""), keys.getPublic())
                    .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                    .getEncoded();
            return new String(Pem.block("CERTIFICATE REQUEST", der), StandardCharsets.US_ASCII);
        } catch (IOException | OperatorCreationException e) {
            throw new GeneralSecurityException("the signing request cannot be made: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        onClose.run();
    }
}
