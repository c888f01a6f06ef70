package mesh.warren.model.xds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The generated messages and the protobuf runtime on the class path belong together. */
@Tag("pure")
class EnvoyMessagesTest {

    @Test
    void aMessageWithWellKnownTypesIsReadAsItWasWritten() throws Exception {
        Cluster cluster = Cluster.newBuilder()
                .setConnectTimeout(Duration.newBuilder().setSeconds(1))
                .setPerConnectionBufferLimitBytes(UInt32Value.of(7))
                .build();
        Resource resource = Resource.newBuilder()
                .setResource(Any.newBuilder().setTypeUrl("t").setValue(cluster.toByteString()))
                .build();

        Resource read = Resource.parseFrom(resource.toByteString());

        assertEquals(cluster, Cluster.parseFrom(read.getResource().getValue()));
    }
}
