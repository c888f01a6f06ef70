package mesh.warren.model.lanes;

import java.util.List;
import java.util.Map;
import mesh.warren.model.id.PodUid;

/**
 * What one observation showed.
 *
 * @param wanted by lane: the share of a processor that its worker would use if it never had to wait for one, 0 to 1
 * @param work   by pod: what it had Envoy do since the last observation, in any unit that is the same for all; pods without are
 *               left out
 */
public record LaneLoad(List<Double> wanted, Map<PodUid, Double> work) {

    public LaneLoad {
        wanted = List.copyOf(wanted);
        work = Map.copyOf(work);
    }

    /**
     * What a thread wants, by what the kernel says of it over some time.
     *
     * @param used   time on a processor
     * @param waited time during which it could have run and waited for a processor
     * @param passed all the time, in the same unit
     */
    public static double wanted(double used, double waited, double passed) {
        double asleep = Math.max(0, passed - used - waited);
        return used <= 0 ? 0 : Math.min(1, used / (used + asleep));
    }
}
