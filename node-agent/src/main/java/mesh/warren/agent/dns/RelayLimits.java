package mesh.warren.agent.dns;

/**
 * What one relay address, that is one tenant, may ask; more is answered REFUSED.
 *
 * @param perSecond queries begun in a second
 * @param inFlight  queries that wait for a name server at the same time
 */
public record RelayLimits(int perSecond, int inFlight) {

    /** Envoy asks once for each host name and refresh (5 s, or the TTL): names by the hundred, not by the thousand. */
    public static final RelayLimits DEFAULT = new RelayLimits(200, 100);
}
