package mesh.warren.model.lanes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.id.Tenant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("pure")
class HomesTest {

    private static final Tenant SHOP = new Tenant("shop");

    @Test
    void joinsAndLeavesOfOthersMoveNobody() {
        Random random = new Random(8);
        for (int lanes : new int[] {1, 2, 3, 8, 64}) {
            LaneBook book = LaneBook.empty(LaneSettings.of(lanes));
            List<PodUid> present = new ArrayList<>();
            for (int step = 0; step < 2000; step++) {
                LaneBook before = book;
                PodUid subject;
                if (present.isEmpty() || random.nextInt(5) < 3) {
                    subject = pod(step);
                    book = book.join(subject, new Tenant("t" + random.nextInt(12)));
                    present.add(subject);
                } else {
                    subject = present.remove(random.nextInt(present.size()));
                    book = book.leave(subject);
                }
                LaneBook after = book;
                before.seats().forEach((pod, seat) -> {
                    if (!pod.equals(subject)) {
                        assertEquals(seat, after.seats().get(pod));
                    }
                });
                assertEquals(new HashSet<>(present), book.seats().keySet());
            }
            assertTrue(book.seats().values().stream().allMatch(seat -> seat.home() < after(lanes)));
        }
    }

    @Test
    void tenantsAreApartForAsLongAsThereAreEmptyLanes() {
        for (int lanes = 2; lanes <= 64; lanes++) {
            LaneSettings settings = LaneSettings.of(lanes);
            LaneBook book = LaneBook.empty(settings);
            int tenants = 0;
            while (IntStream.range(0, settings.homes()).anyMatch(emptyIn(book)::contains)) {
                Tenant tenant = new Tenant("t" + tenants++);
                for (int i = 0; i < 20; i++) {
                    book = book.join(pod(tenants * 100 + i), tenant);
                }
            }
            assertTrue(tenants >= settings.homes() / 2, "half of the lanes are kept for tenants that come later: " + tenants + " of " + lanes);
            Map<Integer, Set<Tenant>> byLane = new HashMap<>();
            book.seats().values().forEach(seat -> byLane.computeIfAbsent(seat.home(), lane -> new HashSet<>()).add(seat.tenant()));
            byLane.forEach((lane, together) -> assertEquals(1, together.size(), "lane " + lane));
        }
    }

    @Test
    void aTenantAloneUsesSeveralLanesEvenly() {
        LaneBook book = LaneBook.empty(LaneSettings.of(8));
        for (int i = 0; i < 30; i++) {
            book = book.join(pod(i), SHOP);
        }
        Map<Integer, Long> pods = book.seats().values().stream().collect(Collectors.groupingBy(Seat::home, Collectors.counting()));
        assertEquals(3, pods.size(), pods.toString());
        assertEquals(Set.of(10L), new HashSet<>(pods.values()));
    }

    @Test
    void withoutAnEmptyLaneTheFewestTenantsDecideThenTheLoad() {
        LaneSettings settings = LaneSettings.of(4);
        LaneBook book = LaneBook.empty(settings);
        for (int i = 0; i < 3; i++) {
            book = book.join(pod(i), new Tenant("t" + i));
        }
        for (int i = 0; i < 10; i++) {
            book = book.observe(new LaneLoad(List.of(0.9, 0.0, 0.9, 0.0), Map.of()));
        }
        LaneBook fourth = book.join(pod(10), new Tenant("t10"));
        assertEquals(1, fourth.seat(pod(10)).orElseThrow().home(), "the idle one");
        LaneBook fifth = fourth.join(pod(11), new Tenant("t11"));
        assertNotEquals(1, fifth.seat(pod(11)).orElseThrow().home(), "it has two tenants now");
    }

    @Test
    void whatTheKernelShowsIsKeptAfterARestart() {
        LaneSettings settings = LaneSettings.of(8);
        LaneBook book = LaneBook.empty(settings).adopt(pod(1), SHOP, 4).adopt(pod(2), SHOP, 7).adopt(pod(3), SHOP, 99);
        assertEquals(Seat.at(SHOP, 4, 4), book.seat(pod(1)).orElseThrow());
        assertTrue(book.seat(pod(2)).orElseThrow().away(), "found on a side lane: it has a home, and comes back to it");
        assertEquals(7, book.seat(pod(2)).orElseThrow().lane());
        assertFalse(settings.isSide(book.seat(pod(2)).orElseThrow().home()));
        assertTrue(book.seat(pod(3)).orElseThrow().home() < settings.homes(), "that lane is no more");
        assertEquals(book, book.adopt(pod(1), SHOP, 2), "who has a seat keeps it");
    }

    private static int after(int lanes) {
        return LaneSettings.of(lanes).homes();
    }

    private static Set<Integer> emptyIn(LaneBook book) {
        Set<Integer> taken = book.seats().values().stream().map(Seat::home).collect(Collectors.toSet());
        return IntStream.range(0, book.settings().homes()).filter(lane -> !taken.contains(lane)).boxed().collect(Collectors.toSet());
    }

    private static PodUid pod(int number) {
        return new PodUid("pod-" + number);
    }
}
