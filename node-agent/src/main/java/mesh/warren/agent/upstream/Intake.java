package mesh.warren.agent.upstream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import mesh.warren.agent.upstream.held.ContentStore;
import mesh.warren.agent.upstream.held.Held;
import mesh.warren.agent.upstream.held.HeldSet;
import mesh.warren.agent.upstream.wire.OwnName;
import mesh.warren.agent.upstream.wire.Received;
import mesh.warren.agent.upstream.wire.Received.Sent;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.VirtualResource;

/**
 * What a response changes, found by comparing names and bytes: versions may be empty, and what did not change may come again.
 *
 * @param held     what is held afterwards
 * @param upserts  what is new, has changed, or was refused before
 * @param removals what is gone
 * @param problems what could not be taken; the rest was
 */
record Intake(HeldSet held, List<VirtualResource> upserts, Set<ResourceKey> removals, List<String> problems) {

    /** @param mostBytes of contents that may be held of this type */
    static Intake of(Subscription subscription, Received response, ContentStore store, long mostBytes) {
        return new Reading(subscription, response, store).result(mostBytes);
    }

    boolean changesNothing() {
        return upserts.isEmpty() && removals.isEmpty() && problems.isEmpty();
    }

    /** The state while one response is read. */
    private static final class Reading {

        private final Subscription subscription;
        private final ResourceType type;
        private final Received response;
        private final ContentStore store;
        private final Map<String, Held> taken = new HashMap<>();
        private final Set<String> mentioned = new HashSet<>();
        private final List<VirtualResource> upserts = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();

        Reading(Subscription subscription, Received response, ContentStore store) {
            this.subscription = subscription;
            this.type = subscription.type();
            this.response = response;
            this.store = store;
        }

        Intake result(long mostBytes) {
            response.resources().forEach(this::read);
            Set<String> gone = gone();
            HeldSet before = subscription.held();
            HeldSet after = before.with(taken, gone);
            if (after.bytes() > mostBytes) {
                return new Intake(before, List.of(), Set.of(), List.of("with this response the virtual Envoy would hold "
                        + after.bytes() + " bytes of " + type.message() + ", its limit is " + mostBytes
                        + " (setting limits.virtualEnvoyBytes); nothing of it is taken"));
            }
            Set<ResourceKey> removals = new TreeSet<>();
            gone.forEach(name -> removals.add(ResourceKey.of(type, name)));
            return new Intake(store.same(after), upserts, removals, problems);
        }

        private void read(Sent sent) {
            if (sent.typeUrl().isEmpty() && !sent.name().isEmpty()) {
                mentioned.add(sent.name()); // a heartbeat: it is still there
                return;
            }
            if (!sent.typeUrl().equals(response.typeUrl())) {
                mentioned.add(sent.name());
                problems.add("resource '" + sent.name() + "' is of type '" + sent.typeUrl() + "', in a response of " + type.message());
                return;
            }
            if (sent.name().isEmpty()) {
                problems.add("a resource of type " + type.message() + " has no name");
                return;
            }
            if (!mentioned.add(sent.name())) {
                problems.add("two resources of type " + type.message() + " have the name '" + sent.name() + "'; the first one was taken");
                return;
            }
            if (type != ResourceType.VIRTUAL_HOST && !OwnName.of(sent.typeUrl(), sent.content()).equals(sent.name())) {
                problems.add("resource '" + sent.name() + "' of type " + type.message() + " has in itself the name '"
                        + OwnName.of(sent.typeUrl(), sent.content()) + "'");
                return;
            }
            if (subscription.wants(sent.name())) {
                take(store.held(type, sent.name(), sent.content(), sent.version()));
            }
        }

        private void take(Held fresh) {
            String name = fresh.resource().key().name().value();
            taken.put(name, fresh);
            boolean known = subscription.held().get(name).filter(old -> old.resource().equals(fresh.resource())).isPresent();
            if (!known || subscription.wasRefused(name)) {
                upserts.add(fresh.resource());
            }
        }

        private Set<String> gone() {
            Set<String> gone = new TreeSet<>();
            if (response.allOfType()) {
                subscription.held().all().forEach(held -> gone.add(held.resource().key().name().value()));
                gone.removeAll(mentioned);
            }
            for (String name : response.removed()) {
                if (mentioned.contains(name)) {
                    problems.add("resource '" + name + "' of type " + type.message() + " is sent and removed in one response");
                } else if (!name.isEmpty() && subscription.wants(name)
                        && (!subscription.wildcard() || subscription.held().get(name).isPresent())) {
                    gone.add(name);
                }
            }
            return gone;
        }
    }
}
