package mesh.warren.model.listen;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;

/**
 * What a door has to know of its pod.
 *
 * @param uid         tells it from a later pod of the same name
 * @param name        for people: part of the door's name
 * @param pin         path of the pod's network namespace, as Envoy sees it
 * @param addresses   the pod's own addresses, from CNI's result; loopback need not be among them
 * @param ipv6        whether the pod's network namespace has IPv6, so that {@code [::1]} can be bound
 * @param limits      what each of its doors may carry
 * @param certificate name of the SDS secret with the pod's client certificate; empty without identity
 */
public record PodNetwork(
        PodUid uid,
        PodName name,
        String pin,
        SortedSet<IpAddress> addresses,
        boolean ipv6,
        DoorLimits limits,
        Optional<String> certificate) {

    public PodNetwork {
        addresses = Collections.unmodifiableSortedSet(new TreeSet<>(addresses));
    }
}
