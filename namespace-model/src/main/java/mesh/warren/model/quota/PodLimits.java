package mesh.warren.model.quota;

import mesh.warren.model.listen.DoorLimits;

/**
 * The limits of one pod.
 *
 * @param door   of each of its doors
 * @param config of its virtual Envoy
 */
public record PodLimits(DoorLimits door, ConfigLimits config) {

    public static final PodLimits DEFAULT = new PodLimits(DoorLimits.DEFAULT, ConfigLimits.DEFAULT);
}
