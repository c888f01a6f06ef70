package mesh.warren.model.share;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("pure")
class DifferenceTest {

    private static Optional<Difference> first(Message left, Message right) {
        return Difference.first(left.toByteString(), right.toByteString(), left.getDescriptorForType(),
                name -> name.equals("google.protobuf.StringValue") ? StringValue.getDescriptor() : null);
    }

    @Test
    void equalMessagesDoNotDiffer() {
        Cluster cluster = Cluster.newBuilder().setName("c").build();
        assertEquals(Optional.empty(), first(cluster, cluster));
    }

    @Test
    void namesTheNestedFieldAndBothValues() {
        Cluster left = Cluster.newBuilder().setName("c").setConnectTimeout(Duration.newBuilder().setSeconds(1)).build();
        Cluster right = Cluster.newBuilder().setName("c").setConnectTimeout(Duration.newBuilder().setSeconds(5)).build();
        assertEquals(Optional.of(new Difference("connect_timeout.seconds", "1", "5")), first(left, right));
    }

    @Test
    void saysWhatIsNotSet() {
        Cluster left = Cluster.newBuilder().setName("c").build();
        Cluster right = Cluster.newBuilder().setName("c").setAltStatName("x").build();
        assertEquals(Optional.of(new Difference("alt_stat_name", "not set", "\"x\"")), first(left, right));
    }

    @Test
    void looksIntoAnAny() {
        assertEquals(Optional.of(new Difference("transport_socket.typed_config(google.protobuf.StringValue).value", "\"a\"", "\"b\"")),
                first(withSocket("a"), withSocket("b")));
    }

    @Test
    void countsElements() {
        Cluster left = Cluster.newBuilder().addTransportSocketMatches(Cluster.TransportSocketMatch.newBuilder().setName("m")).build();
        assertEquals(Optional.of(new Difference("transport_socket_matches[0]", "name: \"m\"", "nothing")),
                first(left, Cluster.getDefaultInstance()));
    }

    private static Cluster withSocket(String value) {
        return Cluster.newBuilder().setTransportSocket(TransportSocket.newBuilder()
                .setTypedConfig(Any.pack(StringValue.of(value)))).build();
    }
}
