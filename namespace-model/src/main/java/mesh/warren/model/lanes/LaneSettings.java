package mesh.warren.model.lanes;

/**
 * How many lanes there are, and when a pod has to leave its own. What a lane or a pod wants is a share of one processor; time is
 * counted in observations.
 *
 * @param lanes      all of them: Envoy's worker threads, numbered from 0
 * @param busy       a lane whose worker wants at least this much is busy
 * @param heavy      a pod can crowd a busy lane only when it wants at least this much itself
 * @param unfair     and at least so many times what the other pods of the lane want on average
 * @param crowdedFor for so many observations in a row, then it is moved to a side lane
 * @param calm       a pod on a side lane is calm while it wants less than this; below {@code heavy}, so that what was moved away
 *                   does not come back to do the same
 * @param calmFor    for so many observations in a row, then it comes home; twice as many after each return that did not last
 */
public record LaneSettings(int lanes, double busy, double heavy, double unfair, int crowdedFor, double calm, int calmFor) {

    /** One observation is a second: away after 3 s of crowding, home after 30 s of calm. */
    public static LaneSettings of(int lanes) {
        return new LaneSettings(lanes, 0.6, 0.25, 1.4, 3, 0.1, 30);
    }

    public LaneSettings {
        if (lanes < 1) {
            throw new IllegalArgumentException("lanes " + lanes + ": want 1 at least");
        }
        if (!(calm > 0 && calm < heavy && heavy <= busy && unfair > 1)) {
            throw new IllegalArgumentException("lanes: want 0 < calm < heavy <= busy and unfair > 1, got calm " + calm + ", heavy " + heavy
                    + ", busy " + busy + ", unfair " + unfair);
        }
        if (crowdedFor < 1 || calmFor < 1) {
            throw new IllegalArgumentException("lanes: crowdedFor " + crowdedFor + " and calmFor " + calmFor + ": want 1 at least");
        }
    }

    /** Lanes that are nobody's home, for pods that crowd theirs: a quarter of all, the last ones. Fewer than four lanes are all homes. */
    public int sides() {
        return lanes / 4;
    }

    /** Lanes that are homes: 0 up to this. */
    public int homes() {
        return lanes - sides();
    }

    public boolean isSide(int lane) {
        return lane >= homes();
    }
}
