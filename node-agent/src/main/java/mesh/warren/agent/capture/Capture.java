package mesh.warren.agent.capture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.model.capture.CapturePlan;
import mesh.warren.model.capture.NftRules;

/**
 * Puts plans into pods' network namespaces. Safe for several threads. Nothing of the pod is trusted when comparing: what a
 * plan looks like in the kernel's own words is learnt by applying it to an empty namespace of the agent's.
 */
public final class Capture {

    private static final int PLANS_REMEMBERED = 256;
    private static final String ABSENT = "";

    private final Map<CapturePlan, String> listings = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CapturePlan, String> eldest) {
            return size() > PLANS_REMEMBERED;
        }
    };

    /**
     * Applies a plan in place of what is there; the same again changes nothing that a connection could feel.
     *
     * @param netns a path of the pod's network namespace, best its pin
     * @throws IOException when the namespace is gone or the kernel refuses; the rules are then what they were
     */
    public void apply(Path netns, CapturePlan plan) throws IOException {
        NetnsThread.call(netns, () -> {
            if (plan.transparent()) {
                TransparentRouting.apply(plan.families()); // before the rules: the doors must not serve without the way back
            } else {
                TransparentRouting.remove();
            }
            Nftables.run(NftRules.of(plan));
            return null;
        });
    }

    /** Compares what the kernel has with the plan. */
    public CaptureState verify(Path netns, CapturePlan plan) throws IOException {
        String wanted = listing(plan);
        return NetnsThread.call(netns, () -> {
            String found = list();
            if (found.equals(ABSENT)) {
                return new CaptureState.Missing();
            }
            if (!found.equals(wanted)) {
                return new CaptureState.Altered(firstDifference(wanted, found));
            }
            String missing = plan.transparent() ? TransparentRouting.missing(plan.families()) : "";
            return missing.isEmpty() ? new CaptureState.Intact() : new CaptureState.Altered(missing);
        });
    }

    /** Takes rules and routes away; also succeeds when there are none. The pod's connections then go where it sends them. */
    public void remove(Path netns) throws IOException {
        NetnsThread.call(netns, () -> {
            Nftables.run(NftRules.REMOVE);
            TransparentRouting.remove();
            return null;
        });
    }

    /** All nftables tables of a namespace, whose they may be, as {@code FAMILY NAME}. */
    public static List<String> tables(Path netns) throws IOException {
        return NetnsThread.call(netns, () -> Nftables.run("list tables").lines().map(line -> line.replaceFirst("^table ", "")).toList());
    }

    private String listing(CapturePlan plan) throws IOException {
        synchronized (listings) {
            String known = listings.get(plan);
            if (known == null) {
                known = NetnsThread.callInNew(() -> {
                    Nftables.run(NftRules.of(plan));
                    return list();
                });
                listings.put(plan, known);
            }
            return known;
        }
    }

    /** The table as text, empty when there is none. */
    private static String list() throws NftException {
        if (Nftables.run("list tables inet").lines().noneMatch("table inet warren"::equals)) {
            return ABSENT;
        }
        return Nftables.run(NftRules.LIST);
    }

    private static String firstDifference(String wanted, String found) {
        List<String> want = wanted.lines().map(String::strip).toList();
        List<String> have = found.lines().map(String::strip).toList();
        for (int line = 0; line < Math.min(want.size(), have.size()); line++) {
            if (!want.get(line).equals(have.get(line))) {
                return "want '" + want.get(line) + "', found '" + have.get(line) + "'";
            }
        }
        return want.size() > have.size()
                ? "missing '" + want.get(have.size()) + "'"
                : "not ours '" + have.get(want.size()) + "'";
    }
}
