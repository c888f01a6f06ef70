package mesh.warren.model.rewrite;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.ScopedRouteConfiguration;
import java.util.Collection;
import mesh.warren.model.rewrite.wire.Source;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/** Puts the resources that a virtual Envoy would discover ({@link Discovered}) into what refers to them. */
final class Discoveries {

    /** In {@code RouteConfiguration}. */
    private static final int NAME = 1;
    private static final int VIRTUAL_HOSTS = 2;
    private static final int VHDS = 9;
    /** In {@code ScopedRoutes}, and in the list there. */
    private static final int LIST = 4;
    private static final int SCOPES = 1;
    /** In {@code ScopedRouteConfiguration}. */
    private static final int ROUTES_NAME = 2;
    private static final int ROUTES = 5;

    /** In place of no scope at all, which Envoy does not take: one with a key that no request has. */
    private static final byte[] NO_SCOPE = noScope();

    private final Walk walk;
    private final Peek peek;
    private final Source scratch = new Source();
    private final Peek look = new Peek(scratch);
    private int from;
    private int to;

    Discoveries(Walk walk) {
        this.walk = walk;
        this.peek = new Peek(walk.source);
    }

    /** The content with all that {@link #hosts} put in. */
    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /** Puts its virtual hosts behind a route configuration's content that asks for them; false when there are none to put in. */
    boolean hosts(int content, int end) {
        if (!peek.bytes(VHDS, content, end) || !peek.bytes(NAME, content, end)) {
            return false;
        }
        if (TenantName.valid(walk.source.bytes, peek.from, peek.to)) {
            ask(ResourceType.VIRTUAL_HOST, peek.text());
        }
        Collection<ByteString> hosts = walk.context.view().discovered().hostsOf(peek.text()).values();
        if (hosts.isEmpty()) {
            return false;
        }
        from = walk.source.end();
        walk.source.append(content, end);
        for (ByteString host : hosts) {
            element(VIRTUAL_HOSTS, host.toByteArray());
        }
        to = walk.source.end();
        return true;
    }

    /** Leaves the discovery out, and takes note of what to ask for. */
    void write(FieldPlan field, int content, int end) {
        walk.messages.discard(field, content, end);
        if (field.api.resource() == ResourceType.VIRTUAL_HOST) {
            walk.report.notice("its virtual hosts are put in by the agent, as the control plane sends them");
            walk.drop(field);
            return;
        }
        ask(field.api.resource(), Discovered.ALL);
        walk.report.notice("the scopes are put in by the agent, as the control plane sends them");
        FieldPlan list = field.parent.field(LIST);
        if (list == null) {
            walk.drop(field);
            return;
        }
        Source source = walk.source;
        int inner = source.end();
        for (ByteString scope : walk.context.view().discovered().scopes().values()) {
            scope(scope.toByteArray());
        }
        if (source.end() == inner) {
            element(SCOPES, NO_SCOPE);
        }
        int innerEnd = source.end();
        int start = source.end();
        source.appendVarint(list.tag & 0xffff_ffffL);
        source.appendVarint(innerEnd - inner);
        source.append(inner, innerEnd);
        walk.field(list, 0, start, source.end());
    }

    /** Puts a scope in, and into it the route configuration that it names: Envoy takes no other scope that is not discovered. */
    private void scope(byte[] scope) {
        scratch.reset(scope, scope.length);
        if (!look.bytes(ROUTES_NAME, 0, scope.length) || look.from == look.to) {
            element(SCOPES, scope);
            return;
        }
        String name = look.text();
        if (TenantName.valid(scratch.bytes, look.from, look.to)) {
            ask(ResourceType.ROUTES, name);
        }
        ByteString routes = walk.context.view().discovered().routes().get(name);
        if (routes == null) {
            return;
        }
        // Of copies of a name the last counts, and an empty one is none.
        Source source = walk.source;
        source.appendVarint(SCOPES << 3 | Source.LENGTH);
        source.appendVarint(scope.length + 2L + 1 + Source.sizeOf(routes.size()) + routes.size());
        source.append(scope);
        source.appendVarint(ROUTES_NAME << 3 | Source.LENGTH);
        source.appendVarint(0);
        element(ROUTES, routes.toByteArray());
    }

    private void ask(ResourceType type, String name) {
        if (walk.report.muted == 0 && !name.isEmpty()) {
            walk.discoveries.add(ResourceKey.of(type, name));
        }
    }

    private void element(int number, byte[] message) {
        walk.source.appendVarint(number << 3 | Source.LENGTH);
        walk.source.appendVarint(message.length);
        walk.source.append(message);
    }

    private static byte[] noScope() {
        var key = ScopedRouteConfiguration.Key.newBuilder()
                .addFragments(ScopedRouteConfiguration.Key.Fragment.newBuilder().setStringKey(Discovered.NO_SCOPE));
        return ScopedRouteConfiguration.newBuilder().setName(Discovered.NO_SCOPE).setKey(key)
                .setRouteConfiguration(RouteConfiguration.newBuilder().setName(Discovered.NO_SCOPE)).build().toByteArray();
    }
}
