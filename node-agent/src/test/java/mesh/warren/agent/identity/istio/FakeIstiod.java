package mesh.warren.agent.identity.istio;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import mesh.warren.agent.identity.Heard;
import mesh.warren.agent.identity.Pem;
import mesh.warren.agent.identity.Workload;
import mesh.warren.agent.identity.authority.Authority;
import mesh.warren.agent.identity.builtin.BuiltinAuthority;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** A certificate authority with istiod's API over real gRPC: knows tokens, checks requests, remembers what it signed. */
final class FakeIstiod implements AutoCloseable {

    private static final Context.Key<String> TOKEN = Context.key("token");

    final Map<String, Workload> tokens = new ConcurrentHashMap<>();
    final List<String> signed = new CopyOnWriteArrayList<>();
    final AtomicBoolean away = new AtomicBoolean();
    private final BuiltinAuthority signer;
    private final Server server;

    FakeIstiod(Path folder) throws IOException {
        signer = new BuiltinAuthority(Heard.DOMAIN, folder, Duration.ofHours(24), Instant.now());
        ServerServiceDefinition service = ServerServiceDefinition.builder("istio.v1.auth.IstioCertificateService")
                .addMethod(CreateCertificate.METHOD, ServerCalls.asyncUnaryCall(this::create)).build();
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(ServerInterceptors.intercept(service, new ServerInterceptor() {
                    @Override
                    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                        String value = headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER));
                        return Contexts.interceptCall(Context.current().withValue(TOKEN, String.valueOf(value)), call, headers, next);
                    }
                })).build().start();
    }

    int port() {
        return server.getPort();
    }

    private void create(CreateCertificate.Request request, StreamObserver<CreateCertificate.Response> answer) {
        try {
            Workload pod = tokens.get(TOKEN.get().replace("Bearer ", ""));
            if (away.get() || pod == null) {
                answer.onError((pod == null ? Status.UNAUTHENTICATED : Status.UNAVAILABLE).asRuntimeException());
                return;
            }
            PublicKey key = check(request.csr(), pod);
            Authority.Signed made = signer.sign(pod, new KeyPair(key, null), Instant.now()).toCompletableFuture().join();
            signed.add(pod.id() + " for " + request.seconds() + " s");
            answer.onNext(new CreateCertificate.Response(Stream.concat(made.chain().stream(), made.roots().stream())
                    .map(c -> new String(Pem.certificates(List.of(c)), StandardCharsets.US_ASCII)).toList()));
            answer.onCompleted();
        } catch (Exception e) {
            answer.onError(Status.INVALID_ARGUMENT.withDescription(e.toString()).asRuntimeException());
        }
    }

    /** The key of a request that is signed with it and asks for the pod's own name. */
    private static PublicKey check(String csr, Workload pod) throws Exception {
        try (PEMParser parser = new PEMParser(new StringReader(csr))) {
            JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest((PKCS10CertificationRequest) parser.readObject());
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(request.getPublicKey()))) {
                throw new IllegalArgumentException("signature");
            }
            String name = GeneralNames.fromExtensions(request.getRequestedExtensions(), Extension.subjectAlternativeName)
                    .getNames()[0].getName().toString();
            if (!name.equals(pod.id().uri())) {
                throw new IllegalArgumentException("asks for " + name);
            }
            return request.getPublicKey();
        }
    }

    @Override
    public void close() throws InterruptedException {
        server.shutdownNow().awaitTermination();
    }
}
