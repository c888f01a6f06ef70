package mesh.warren.model.rewrite;

import com.google.protobuf.ByteString;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import mesh.warren.model.symbolic.Separator;

/**
 * Resources that a control plane sends for VHDS and SRDS. One Envoy would discover them for all tenants together (SRDS: all scopes of
 * the stream; VHDS: names from traffic), so the agent asks for them and the rewriter puts them into what refers to them
 * (docs/adr/0041-discoveries-are-put-in.md). As the control plane sent them: they are rewritten in their place.
 *
 * @param virtualHosts serialised {@code VirtualHost}s by their xDS name, {@code ROUTE-CONFIGURATION/NAME}
 * @param scopes       serialised {@code ScopedRouteConfiguration}s by name
 * @param routes       serialised {@code RouteConfiguration}s by name, those that the scopes name; a scope without its routes waits
 */
public record Discovered(
        SortedMap<String, ByteString> virtualHosts, SortedMap<String, ByteString> scopes, SortedMap<String, ByteString> routes) {

    /** Nothing. */
    public static final Discovered NOTHING = new Discovered(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    public Discovered {
        virtualHosts = Collections.unmodifiableSortedMap(new TreeMap<>(virtualHosts));
        scopes = Collections.unmodifiableSortedMap(new TreeMap<>(scopes));
        routes = Collections.unmodifiableSortedMap(new TreeMap<>(routes));
    }

    /** How many bytes all of it has. */
    int bytes() {
        if (virtualHosts.isEmpty() && scopes.isEmpty() && routes.isEmpty()) {
            return 0;
        }
        return Stream.of(virtualHosts, scopes, routes).flatMap(map -> map.values().stream()).mapToInt(ByteString::size).sum();
    }

    /** The route configuration that a virtual host of this xDS name belongs to: what is before the last slash, as in Envoy. */
    public static String routesOf(String virtualHost) {
        int slash = virtualHost.lastIndexOf('/');
        return slash < 0 ? "" : virtualHost.substring(0, slash);
    }

    /** The virtual hosts of one route configuration, by name. */
    SortedMap<String, ByteString> hostsOf(String routes) {
        SortedMap<String, ByteString> found = new TreeMap<>(virtualHosts.subMap(routes + "/", routes + (char) ('/' + 1)));
        found.keySet().removeIf(name -> !routesOf(name).equals(routes));
        return found;
    }

    /** What the names in {@link RewriteOutcome.Accepted#discoveries} are for SRDS: all scopes that the control plane has for the pod. */
    public static final String ALL = "*";

    /** In place of no scope at all, which Envoy does not take: a scope with a key that no request has. */
    static final String NO_SCOPE = "warren" + Separator.CHARACTER + "none";
}
