package mesh.warren.model.rewrite;

import static mesh.warren.model.rewrite.TestTable.canonical;
import static mesh.warren.model.rewrite.TestTable.root;
import static mesh.warren.model.rewrite.Wire.message;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What means the same to protobuf has the same canonical bytes. In the test table force(true) and limit(100) are added. */
@Tag("pure")
class CanonicalFormTest {

    private static Wire completed(Wire message) {
        return message.number(16, 100).number(25, 1);
    }

    private static void same(Wire expected, Wire input) {
        assertArrayEquals(expected.toBytes(), canonical(input));
    }

    @Test
    void canonicalInputIsKept() {
        Wire input = root().number(2, 5).message(3, message().string(1, "a")).message(4, message()).message(4, message().string(1, "b"));
        same(completed(root().number(2, 5).message(3, message().string(1, "a")).message(4, message()).message(4, message().string(1, "b"))), input);
    }

    @Test
    void fieldsAreSortedByNumber() {
        same(completed(root().number(2, 5).message(3, message().string(1, "a"))),
                message().message(3, message().string(1, "a")).number(2, 5).string(1, "r"));
    }

    @Test
    void nestedFieldsAreSortedToo() {
        Wire sorted = message().string(1, "x").message(3, message().string(1, "y").string(2, "c"));
        Wire mixed = message().message(3, message().string(2, "c").string(1, "y")).string(1, "x");
        same(completed(root().message(3, sorted)), root().message(3, mixed));
    }

    @Test
    void ofASingleValueTheLastCounts() {
        same(completed(root().number(2, 7)), root().number(2, 5).number(2, 7));
    }

    @Test
    void copiesOfASingleMessageMerge() {
        same(completed(root().message(3, message().string(1, "b").string(2, "c"))),
                root().message(3, message().string(1, "a").string(2, "c")).message(3, message().string(1, "b")));
    }

    @Test
    void nestedCopiesMergeAtEveryDepth() {
        same(completed(root().message(3, message().message(3, message().string(1, "a").string(2, "c")))),
                root().message(3, message().message(3, message().string(2, "c")))
                        .message(3, message().message(3, message().string(1, "a"))));
    }

    @Test
    void ofAOneofTheLastMemberCounts() {
        same(completed(root().string(7, "l")), root().message(8, message().string(1, "a")).string(7, "l"));
    }

    @Test
    void aMemberOfAOneofBeforeAnotherIsForgotten() {
        same(completed(root().message(8, message().string(2, "c"))),
                root().message(8, message().string(1, "a")).string(7, "l").message(8, message().string(2, "c")));
    }

    @Test
    void repeatedMessagesKeepTheirOrder() {
        same(completed(root().number(2, 1).message(4, message().string(1, "b")).message(4, message().string(1, "a"))),
                root().message(4, message().string(1, "b")).number(2, 1).message(4, message().string(1, "a")));
    }

    @Test
    void numbersListedOneByOneArePacked() {
        same(completed(root().bytes(5, new byte[] {1, 2, 3})), root().number(5, 1).bytes(5, new byte[] {2}).number(5, 3));
    }

    @Test
    void mapsAreSortedByKey() {
        Wire a = message().string(1, "a").message(2, message());
        Wire b = message().string(1, "b").message(2, message().string(1, "x"));
        same(completed(root().message(6, a).message(6, b)), root().message(6, b).message(6, a));
    }

    @Test
    void ofAMapKeyTheLastEntryCounts() {
        Wire first = message().string(1, "a").message(2, message().string(1, "1"));
        Wire last = message().string(1, "a").message(2, message().string(2, "c"));
        same(completed(root().message(6, last)), root().message(6, first).message(6, last));
    }

    @Test
    void manyMapEntriesAreSorted() {
        Wire sorted = root();
        Wire mixed = root();
        for (int i = 0; i < 60; i++) {
            sorted.message(6, message().string(1, "k" + (100 + i)).message(2, message()));
            mixed.message(6, message().string(1, "k" + (100 + i * 37 % 60)).message(2, message()));
        }
        same(completed(sorted), mixed);
    }

    @Test
    void defaultValuesAreDropped() {
        same(completed(root().message(3, message())), root().number(2, 0).message(3, message().string(1, "")));
    }

    @Test
    void defaultValuesWithPresenceAreKept() {
        same(completed(root().string(7, "").number(9, 0)), root().string(7, "").number(9, 0));
    }

    @Test
    void longNumbersAreShortened() {
        // Number 2 with the value 5 in three bytes, and a length of 1 in two bytes.
        same(completed(root().number(2, 5).message(3, message().string(1, "a"))),
                root().literally(2 << 3, 0x85, 0x80, 0x00).literally(3 << 3 | 2, 0x83, 0x00, 1 << 3 | 2, 1, 'a'));
    }

    @Test
    void tooWideNumbersAreCutAsProtobufDoes() {
        same(completed(root().number(2, 7)), root().number(2, 7L | 1L << 35));
    }

    @Test
    void longTagsAreShortened() {
        same(completed(root().number(2, 5)), root().literally(0x90, 0x00, 5));
    }
}
