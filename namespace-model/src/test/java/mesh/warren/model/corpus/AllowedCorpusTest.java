package mesh.warren.model.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mesh.warren.model.api.ApiMessage;
import mesh.warren.model.api.Verdict;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every resource of {@code src/test/corpus/allowed} is accepted and keeps to its namespace; every allowed type is among them. */
@Tag("pure")
class AllowedCorpusTest {

    /** Allowed by the table, but no resource can have them. */
    private static final Set<String> NOWHERE = Set.of(
            // no field of Envoy 1.40.0 that is allowed takes them
            "envoy.extensions.queue_policy.fifo.v3.FifoQueuePolicyConfig",
            "envoy.config.core.v3.SubstitutionFormatString",
            // the agent sets the selector
            "envoy.config.upstream.local_address_selector.v3.DefaultLocalAddressSelector");

    private static final List<CorpusFile> ALLOWED = CorpusFile.all("allowed");

    @TestFactory
    Stream<DynamicTest> isAcceptedAndKeepsToItsNamespace() {
        return ALLOWED.stream().map(file -> DynamicTest.dynamicTest(file.name(), () -> {
            for (var resource : file.resources()) {
                var outcome = Rewriting.of(resource, Rewriting.context(file.resources()));
                var accepted = Rewriting.accepted(outcome);
                assertTrue(accepted.isPresent(), outcome::toString);
                var output = new Resource(resource.typeUrl(), Rewriting.resolved(accepted.get(), "a^"));
                assertEquals(List.of(), OutputCheck.findings(output, "a^"));
            }
        }));
    }

    @Test
    void everyAllowedTypeIsInTheCorpus() throws InvalidProtocolBufferException {
        var used = new TreeSet<String>(NOWHERE);
        for (var file : ALLOWED) {
            for (var resource : file.resources()) {
                types(DynamicMessage.parseFrom(EnvoyDescriptors.message(resource.message()), resource.bytes()), used);
            }
        }
        var missing = Rewriting.TABLE.messages().stream().filter(message -> message.verdict() == Verdict.ALLOW)
                .map(ApiMessage::name).filter(name -> !used.contains(name)).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), missing);
    }

    private static void types(Message message, Set<String> into) throws InvalidProtocolBufferException {
        var type = message.getDescriptorForType();
        if (type.getFullName().equals("google.protobuf.Any")) {
            var name = ((String) message.getField(type.findFieldByNumber(1))).replaceFirst(".*/", "");
            into.add(name);
            types(DynamicMessage.parseFrom(EnvoyDescriptors.message(name), (ByteString) message.getField(type.findFieldByNumber(2))), into);
        }
        for (var value : message.getAllFields().values()) {
            for (var each : value instanceof List<?> list ? list : List.of(value)) {
                if (each instanceof Message nested) {
                    types(nested, into);
                }
            }
        }
    }
}
