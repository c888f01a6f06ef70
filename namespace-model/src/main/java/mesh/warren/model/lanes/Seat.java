package mesh.warren.model.lanes;

import mesh.warren.model.id.Tenant;

/**
 * Where one pod is.
 *
 * @param tenant  of the pod
 * @param home    its lane when all is well
 * @param lane    where its new connections go: its home, or a side lane
 * @param streak  observations in a row that speak for a move: of crowding at home, of calm on a side lane
 * @param returns how often it came home and was moved away again since it was calm at home for long
 */
public record Seat(Tenant tenant, int home, int lane, int streak, int returns) {

    static Seat at(Tenant tenant, int home, int lane) {
        return new Seat(tenant, home, lane, 0, 0);
    }

    /** It crowded its home and is on a side lane. */
    public boolean away() {
        return lane != home;
    }

    Seat streak(int length) {
        return length == streak ? this : new Seat(tenant, home, lane, length, returns);
    }

    Seat movedTo(int side) {
        return new Seat(tenant, home, side, 0, returns + 1);
    }

    Seat movedHome() {
        return new Seat(tenant, home, home, 0, returns);
    }

    Seat forgiven() {
        return returns == 0 ? this : new Seat(tenant, home, lane, 0, 0);
    }
}
