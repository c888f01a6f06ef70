package mesh.warren.model.lanes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.id.Tenant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("pure")
class CrowdingTest {

    private static final LaneSettings SETTINGS = LaneSettings.of(4); // homes 0 to 2, side 3
    private static final PodUid LOUD = new PodUid("loud");
    private static final PodUid QUIET = new PodUid("quiet");

    /** Both on lane 0. */
    private final LaneBook together = LaneBook.empty(SETTINGS).adopt(LOUD, new Tenant("a"), 0).adopt(QUIET, new Tenant("b"), 0);

    @Test
    void aPodThatCrowdsItsLaneIsMovedAndComesHomeWhenCalm() {
        LaneBook book = observed(together, SETTINGS.crowdedFor() - 1, 1.0, 0, 100, 2);
        assertEquals(0, lane(book, LOUD), "not at once");
        book = observed(book, 1, 1.0, 0, 100, 2);
        assertEquals(3, lane(book, LOUD));
        assertEquals(0, lane(book, QUIET), "the quiet one stays");

        book = observed(book, 500, 0.02, 1.0, 100, 2);
        assertEquals(3, lane(book, LOUD), "for as long as it is loud");
        book = observed(book, SETTINGS.calmFor() - 1, 0.02, 0.05, 1, 2);
        assertEquals(3, lane(book, LOUD));
        book = observed(book, 1, 0.02, 0.05, 1, 2);
        assertEquals(0, lane(book, LOUD));
    }

    @Test
    void aLaneThatIsNotBusyIsNotCrowded() {
        assertEquals(0, lane(observed(together, 1000, SETTINGS.busy() - 0.01, 0, 100, 1), LOUD));
    }

    @Test
    void podsThatShareABusyLaneFairlyStay() {
        LaneBook book = observed(together, 1000, 1.0, 0, 55, 45);
        assertEquals(0, lane(book, LOUD));
        assertEquals(0, lane(book, QUIET));
    }

    @Test
    void aPodAloneOnItsLaneCrowdsNobody() {
        LaneBook book = LaneBook.empty(SETTINGS).join(LOUD, new Tenant("a"));
        assertEquals(0, lane(observed(book, 1000, 1.0, 0, 100, 0), LOUD));
    }

    @Test
    void ofSeveralLoudPodsAllGoOneAfterTheOtherUntilTheQuietOneIsAtPeace() {
        LaneBook book = LaneBook.empty(SETTINGS).adopt(QUIET, new Tenant("b"), 0);
        Map<PodUid, Double> work = new HashMap<>(Map.of(QUIET, 1.0));
        for (int i = 0; i < 3; i++) {
            PodUid loud = new PodUid("loud-" + i);
            book = book.adopt(loud, new Tenant("a" + i), 0);
            work.put(loud, 100.0 + i);
        }
        int moved = 0;
        for (int i = 0; i < 3 * SETTINGS.crowdedFor() + 3; i++) {
            LaneBook next = book.observe(new LaneLoad(List.of(1.0, 0.0, 0.0, 1.0), work));
            long now = next.seats().values().stream().filter(Seat::away).count();
            assertTrue(now - moved <= 1, "one at a time");
            moved = (int) now;
            book = next;
        }
        assertEquals(3, moved);
        assertEquals(0, lane(book, QUIET));
    }

    @Test
    void loadAroundTheThresholdsDoesNotMakeAPodFlap() {
        Random random = new Random(5);
        LaneBook book = together;
        int moves = 0;
        int observations = 24 * 3600;
        for (int i = 0; i < observations; i++) {
            // Two minutes loud, two minutes silent: what would flap without a memory.
            boolean loud = i / 120 % 2 == 0;
            double wanted = loud ? 0.5 + random.nextDouble() / 2 : 0.01;
            boolean away = book.seat(LOUD).orElseThrow().away();
            List<Double> lanes = away ? List.of(0.01, 0.0, 0.0, wanted) : List.of(wanted, 0.0, 0.0, 0.0);
            LaneBook next = book.observe(new LaneLoad(lanes, Map.of(LOUD, loud ? 100.0 : 1.0, QUIET, 1.0)));
            moves += lane(next, LOUD) == lane(book, LOUD) ? 0 : 1;
            book = next;
        }
        assertTrue(moves >= 2, "it is moved");
        assertTrue(moves <= 16, moves + " moves in a day");
    }

    @Test
    void observingMovesNoPodThatNeitherCrowdsNorIsAway() {
        Random random = new Random(7);
        LaneBook book = LaneBook.empty(LaneSettings.of(8));
        for (int i = 0; i < 250; i++) {
            book = book.join(new PodUid("pod-" + i), new Tenant("t" + i % 20));
        }
        for (int step = 0; step < 500; step++) {
            List<Double> wanted = new ArrayList<>();
            for (int lane = 0; lane < 8; lane++) {
                wanted.add(random.nextDouble());
            }
            Map<PodUid, Double> work = new HashMap<>();
            book.seats().keySet().forEach(pod -> work.put(pod, random.nextDouble() * (pod.value().endsWith("7") ? 50 : 1)));
            LaneBook before = book;
            book = book.observe(new LaneLoad(wanted, work));
            Map<Integer, Integer> gone = new HashMap<>();
            book.seats().forEach((pod, seat) -> {
                Seat was = before.seats().get(pod);
                assertEquals(was.home(), seat.home());
                if (!was.away() && seat.away()) {
                    gone.merge(was.home(), 1, Integer::sum);
                    assertTrue(wanted.get(was.home()) >= before.settings().busy());
                }
            });
            assertTrue(gone.values().stream().allMatch(count -> count == 1), "one of a lane at a time");
        }
    }

    @Test
    void aNodeWithOneLaneHasNowhereToMoveAPodTo() {
        LaneBook book = LaneBook.empty(LaneSettings.of(1)).join(LOUD, new Tenant("a")).join(QUIET, new Tenant("b"));
        book = book.observe(new LaneLoad(List.of(1.0), Map.of(LOUD, 100.0, QUIET, 1.0)));
        for (int i = 0; i < 10; i++) {
            book = book.observe(new LaneLoad(Collections.nCopies(1, 1.0), Map.of(LOUD, 100.0, QUIET, 1.0)));
        }
        assertFalse(book.seat(LOUD).orElseThrow().away());
    }

    @Test
    void timeSpentWaitingForAProcessorIsNotTakenForIdleness() {
        assertEquals(1.0, LaneLoad.wanted(0.25, 0.75, 1), "runs whenever it may");
        assertEquals(0.04, LaneLoad.wanted(0.02, 0.50, 1), 0.001, "wants little, and waits long for it");
        assertEquals(0.3, LaneLoad.wanted(0.3, 0, 1), 1e-9);
        assertEquals(0.0, LaneLoad.wanted(0, 0.9, 1));
    }

    private static LaneBook observed(LaneBook book, int times, double home, double side, double loud, double quiet) {
        LaneBook next = book;
        for (int i = 0; i < times; i++) {
            next = next.observe(new LaneLoad(List.of(home, 0.0, 0.0, side), Map.of(LOUD, loud, QUIET, quiet)));
        }
        return next;
    }

    private static int lane(LaneBook book, PodUid pod) {
        return book.seat(pod).orElseThrow().lane();
    }
}
