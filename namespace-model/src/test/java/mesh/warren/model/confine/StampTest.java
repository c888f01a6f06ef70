package mesh.warren.model.confine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.extensions.filters.common.set_filter_state.v3.FilterStateValue;
import io.envoyproxy.envoy.extensions.filters.listener.set_filter_state.v3.Config;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("pure")
class StampTest {

    @Test
    void everyValueIsHashedAndGoesUpstreamOnce() throws InvalidProtocolBufferException {
        List<FilterStateValue> values = values(new Stamp("/run/warren/netns/a", Optional.of("spiffe/a")));
        assertEquals(List.of(Stamp.NETWORK_NAMESPACE_KEY, Stamp.CERTIFICATE_KEY),
                values.stream().map(FilterStateValue::getObjectKey).toList());
        for (FilterStateValue value : values) {
            assertEquals("envoy.hashable_string", value.getFactoryKey());
            assertEquals(FilterStateValue.SharedWithUpstream.ONCE, value.getSharedWithUpstream());
        }
    }

    @Test
    void withoutACertificateThereIsNoneToPick() throws InvalidProtocolBufferException {
        assertEquals(1, values(new Stamp("/run/warren/netns/a", Optional.empty())).size());
    }

    @Test
    void aPathIsNeverAFormat() {
        assertThrows(IllegalArgumentException.class, () -> new Stamp("/run/%ENVIRONMENT(HOME)%", Optional.empty()));
        assertThrows(IllegalArgumentException.class, () -> new Stamp("", Optional.empty()));
        assertThrows(IllegalArgumentException.class, () -> new Stamp("/run/a", Optional.of("%REQ(x)%")));
    }

    @Test
    void aBindingWithoutANamespaceWouldBeEnvoysOwnAndIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> UpstreamBinding.shared(""));
        assertThrows(IllegalArgumentException.class, () -> UpstreamBinding.ofPod(""));
    }

    private static List<FilterStateValue> values(Stamp stamp) throws InvalidProtocolBufferException {
        return Config.parseFrom(stamp.listenerFilter().getTypedConfig().getValue()).getOnAcceptList();
    }
}
