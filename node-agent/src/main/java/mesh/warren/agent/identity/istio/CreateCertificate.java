package mesh.warren.agent.identity.istio;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The one method of {@code istio.v1.auth.IstioCertificateService}, with its two messages written out: fields {@code csr} = 1 and
 * {@code validity_duration} = 3 of the request, {@code cert_chain} = 1 of the response.
 */
final class CreateCertificate {

    /** @param csr PEM @param seconds how long the certificate is to last */
    record Request(String csr, long seconds) {}

    /** @param chain PEM, one certificate or more in each: the pod's first, the root last */
    record Response(List<String> chain) {}

    private interface Writer<T> {
        void write(T message, CodedOutputStream out) throws IOException;
    }

    private interface Reader<T> {
        T read(CodedInputStream in) throws IOException;
    }

    static final MethodDescriptor<Request, Response> METHOD = MethodDescriptor.<Request, Response>newBuilder()
            .setType(MethodType.UNARY)
            .setFullMethodName("istio.v1.auth.IstioCertificateService/CreateCertificate")
            .setRequestMarshaller(marshaller((request, out) -> {
                out.writeString(1, request.csr());
                out.writeInt64(3, request.seconds());
            }, CreateCertificate::request))
            .setResponseMarshaller(marshaller((response, out) -> {
                for (String pem : response.chain()) {
                    out.writeString(1, pem);
                }
            }, CreateCertificate::response))
            .build();

    private CreateCertificate() {}

    private static Request request(CodedInputStream in) throws IOException {
        String csr = "";
        long seconds = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> csr = in.readStringRequireUtf8();
                case 3 << 3 | WireFormat.WIRETYPE_VARINT -> seconds = in.readInt64();
                default -> in.skipField(tag);
            }
        }
        return new Request(csr, seconds);
    }

    private static Response response(CodedInputStream in) throws IOException {
        List<String> chain = new ArrayList<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == (1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                chain.add(in.readStringRequireUtf8());
            } else {
                in.skipField(tag);
            }
        }
        return new Response(chain);
    }

    private static <T> MethodDescriptor.Marshaller<T> marshaller(Writer<T> writer, Reader<T> reader) {
        return new MethodDescriptor.Marshaller<>() {
            @Override
            public InputStream stream(T message) {
                try {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
                    writer.write(message, out);
                    out.flush();
                    return new ByteArrayInputStream(bytes.toByteArray());
                } catch (IOException e) {
                    throw new UncheckedIOException("an array cannot fail to be written", e);
                }
            }

            @Override
            public T parse(InputStream bytes) {
                try {
                    return reader.read(CodedInputStream.newInstance(bytes));
                } catch (IOException e) {
                    throw Status.INTERNAL.withDescription("not a message of istio.v1.auth.IstioCertificateService").withCause(e).asRuntimeException();
                }
            }
        };
    }
}
