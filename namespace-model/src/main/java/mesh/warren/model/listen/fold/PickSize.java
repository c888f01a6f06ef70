package mesh.warren.model.listen.fold;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** How many answers a pick has when it is written out: what is one object in a pick is written wherever it is asked for. */
final class PickSize {

    /** More would be megabytes in each pod's door. */
    static final long MOST = 50_000;

    private final Map<Pick, Long> known = new IdentityHashMap<>();

    private PickSize() {}

    static long of(Pick pick) {
        return new PickSize().size(pick);
    }

    private long size(Pick pick) {
        Long before = known.get(pick);
        if (before == null) {
            before = switch (pick) {
                case Pick.Chain chain -> 1L;
                case Pick.Nobody nobody -> 1L;
                case Pick.ByText by -> sum(by.exact().values().stream(), by.otherwise());
                case Pick.ByAddress by -> by.ranges().size() + sum(by.ranges().values().stream(), by.otherwise());
                case Pick.BySuffix by -> sum(by.suffixes().values().stream(), by.otherwise());
                case Pick.ByProtocol by -> sum(by.protocols().values().stream(), by.otherwise())
                        + (long) by.protocols().size() * by.protocols().keySet().stream().mapToInt(java.util.List::size).sum();
                case Pick.Own by -> sum(Stream.of(by.own()), by.otherwise());
                case Pick.Foreign by -> by.matcher().getSerializedSize() / 64 + size(by.otherwise());
            };
            known.put(pick, before);
        }
        return before;
    }

    /** Stops growing before it overflows. */
    private long sum(Stream<Pick> picks, Pick otherwise) {
        return Math.min(MOST * MOST, picks.mapToLong(this::size).reduce(size(otherwise), (a, b) -> Math.min(MOST * MOST, a + b)));
    }
}
