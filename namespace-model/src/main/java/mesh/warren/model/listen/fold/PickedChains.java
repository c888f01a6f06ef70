package mesh.warren.model.listen.fold;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import mesh.warren.model.xds.ResourceKey;

/** The chains that a pick can end in. */
final class PickedChains {

    private final Set<Pick> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final SortedSet<ResourceKey> chains = new TreeSet<>();

    private PickedChains() {}

    static SortedSet<ResourceKey> of(Pick pick) {
        PickedChains picked = new PickedChains();
        picked.add(pick);
        return picked.chains;
    }

    private void add(Pick pick) {
        if (!seen.add(pick)) {
            return;
        }
        switch (pick) {
            case Pick.Chain chain -> chains.add(chain.key());
            case Pick.Nobody nobody -> { }
            case Pick.ByText by -> addAll(by.exact().values(), by.otherwise());
            case Pick.ByAddress by -> addAll(by.ranges().values(), by.otherwise());
            case Pick.BySuffix by -> addAll(by.suffixes().values(), by.otherwise());
            case Pick.ByProtocol by -> addAll(by.protocols().values(), by.otherwise());
            case Pick.Own by -> addAll(List.of(by.own()), by.otherwise());
            case Pick.Foreign by -> {
                chains.addAll(by.chains().values());
                add(by.otherwise());
            }
        }
    }

    private void addAll(Collection<Pick> picks, Pick otherwise) {
        Stream.concat(picks.stream(), Stream.of(otherwise)).forEach(this::add);
    }
}
