package mesh.warren.model.quarantine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("pure")
class GuiltSearchTest {

    private int questions;

    @Test
    void eachOneOfManyIsFoundInFewQuestions() {
        for (int guilty = 0; guilty < 100; guilty++) {
            String name = name(guilty);
            questions = 0;

            assertEquals(List.of(name), found(100, set -> set.contains(name)));
            assertTrue(questions <= 9, questions + " questions");
        }
    }

    @Test
    void severalAreFoundOneAfterTheOther() {
        assertEquals(List.of(name(3), name(4), name(19)),
                found(20, set -> set.contains(name(3)) || set.contains(name(4)) || set.contains(name(19))));
    }

    @Test
    void ofTwoThatCrashOnlyTogetherTheLaterOneIsGuilty() {
        assertEquals(List.of(name(11)), found(20, set -> set.contains(name(2)) && set.contains(name(11))));
    }

    @Test
    void whereNothingCrashesOneQuestionIsEnough() {
        assertEquals(List.of(), found(50, set -> false));
        assertEquals(1, questions);
        assertEquals(List.of(), found(0, set -> true));
    }

    @Test
    void whatIsReferredToIsTriedBeforeWhatRefersToIt() {
        GuiltSearch search = new GuiltSearch(List.of(resource(ResourceType.LISTENER, "a"), resource(ResourceType.ENDPOINTS, "b")));

        search.answer(true);

        assertEquals(ResourceType.ENDPOINTS, search.question().getFirst().key().type());
    }

    @Test
    void contentIsKnownAgainUnderAnotherNameOnly() {
        assertEquals(hash("one", 1), hash("another-name", 1));
        assertNotEquals(hash("one", 1), hash("one", 2));
    }

    private static ContentHash hash(String name, int field) {
        return ContentHash.of(PhysicalResource.of(ResourceKey.of(ResourceType.CLUSTER, name),
                Packed.bytes(Cluster.newBuilder().setName(name).setLbPolicyValue(field).build())));
    }

    private List<String> found(int suspects, Predicate<List<String>> crashes) {
        GuiltSearch search = new GuiltSearch(IntStream.range(0, suspects).mapToObj(i -> resource(ResourceType.CLUSTER, name(i))).toList());
        while (!search.done()) {
            questions++;
            search.answer(crashes.test(search.question().stream().map(r -> r.key().name().value()).toList()));
        }
        return search.guilty().stream().map(r -> r.key().name().value()).toList();
    }

    private static String name(int number) {
        return "%03d".formatted(number);
    }

    private static PhysicalResource resource(ResourceType type, String name) {
        return PhysicalResource.of(ResourceKey.of(type, name), ByteString.EMPTY);
    }
}
