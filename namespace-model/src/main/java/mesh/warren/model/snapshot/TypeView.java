package mesh.warren.model.snapshot;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.Version;

/**
 * One resource type on one stream: what Envoy asks for, what it has, what is on its way, and what is left to tell it.
 * Every name is in at most one of the sets {@link #toSend}, {@link #toRemove}, {@link #toAnswer}, {@link #heldBack}.
 */
final class TypeView {

    /** What Envoy was told of a name: a version, or that it is not there. The content is unknown after a reconnect. */
    record Told(Version version, PhysicalResource resource) {
        static final Told ABSENT = new Told(null, null);

        boolean present() {
            return version != null;
        }
    }

    final ResourceType type;
    final NavigableSet<ResourceName> toSend = new TreeSet<>();
    final NavigableSet<ResourceName> toRemove = new TreeSet<>();
    /** Asked for by name and not there: Envoy must hear of it at once, or it waits (warming, on-demand secrets). */
    final NavigableSet<ResourceName> toAnswer = new TreeSet<>();
    /** Not sent because it refers to something that Envoy refused and never had. */
    final NavigableSet<ResourceName> heldBack = new TreeSet<>();
    final Map<ResourceName, Version> refused = new HashMap<>();
    /** Parts of a refused response of several resources, sent again in halves until the bad one is alone. */
    final Deque<List<PhysicalResource>> halves = new ArrayDeque<>();

    /** A client that begins with the wildcard and nothing waits for a first answer, also when there is nothing to send. */
    private boolean owesFirstAnswer;

    private final Interest interest = new Interest();
    private final Map<ResourceName, Told> acknowledged = new HashMap<>();
    private final Map<ResourceName, Told> onItsWay = new HashMap<>();
    /** Were in refused responses with others: Envoy may have applied each of them or not, until it takes one alone. */
    private final Map<ResourceName, Set<PhysicalResource>> perhaps = new HashMap<>();
    private final Map<Long, Push> pushes = new LinkedHashMap<>();
    private final Set<Long> stalled = new HashSet<>();

    TypeView(ResourceType type) {
        this.type = type;
    }

    /** Takes in a request; afterwards every name that it touches has to be classified: those are returned. */
    Collection<ResourceName> request(
            List<String> subscribe, List<String> unsubscribe, Map<String, String> initialVersions, boolean mayBeFirst) {
        Interest.Change change = interest.change(subscribe, unsubscribe, mayBeFirst);
        Set<ResourceName> touched = new HashSet<>(change.again());
        for (ResourceName name : change.again()) {
            acknowledged.remove(name);
            onItsWay.remove(name);
            refused.remove(name);
            if (!interest.byName(name)) {
                toAnswer.add(name);
            }
        }
        if (change.first()) {
            owesFirstAnswer = interest.wildcard() && initialVersions.isEmpty();
            initialVersions.forEach((name, version) -> {
                ResourceName known = new ResourceName(name);
                if (interest.in(known)) {
                    acknowledged.put(known, new Told(new Version(version), null));
                    touched.add(known);
                }
            });
        }
        if (change.wildcardEnded()) {
            touched.addAll(acknowledged.keySet());
            touched.addAll(onItsWay.keySet());
        }
        return touched;
    }

    boolean wildcard() {
        return interest.wildcard();
    }

    /** Envoy's start waits for it, and there is nothing of this type to answer with. */
    boolean owesEmptyAnswer(PhysicalSnapshot target) {
        return owesFirstAnswer && target.resources(type).isEmpty();
    }

    /** Puts the name where it belongs, now that {@code target} is wanted. */
    void classify(ResourceName name, PhysicalSnapshot target) {
        boolean asked = toAnswer.remove(name) || interest.byName(name);
        toSend.remove(name);
        toRemove.remove(name);
        heldBack.remove(name);
        if (!interest.in(name)) {
            acknowledged.remove(name);
            onItsWay.remove(name);
            refused.remove(name);
            perhaps.remove(name);
            return;
        }
        PhysicalResource want = target.resources(type).get(name).orElse(null);
        Told told = told(name);
        if (want == null) {
            refused.remove(name);
            if (told != null && told.present() || perhaps.containsKey(name)) {
                toRemove.add(name);
            } else if (told == null && asked) {
                toAnswer.add(name);
            }
        } else if (told != null && want.version().equals(told.version()) && !perhaps.containsKey(name)) {
            if (told.resource() == null && !want.content().isEmpty()) {
                Told known = new Told(want.version(), want);
                (onItsWay.containsKey(name) ? onItsWay : acknowledged).put(name, known);
            }
        } else if (!want.version().equals(refused.get(name))) {
            toSend.add(name);
        }
    }

    void sent(Push push) {
        owesFirstAnswer = false;
        pushes.put(push.nonce(), push);
        push.resources().forEach(r -> {
            toSend.remove(r.key().name());
            onItsWay.put(r.key().name(), new Told(r.version(), r));
        });
        push.removed().forEach(key -> {
            toRemove.remove(key.name());
            toAnswer.remove(key.name());
            onItsWay.put(key.name(), Told.ABSENT);
        });
    }

    /** Ends a push, however it was answered; null when the nonce is not one that is on its way (stale or invented). */
    Push answered(long nonce) {
        stalled.remove(nonce);
        return pushes.remove(nonce);
    }

    void acknowledged(Push push) {
        push.resources().forEach(r -> arrived(r.key().name(), new Told(r.version(), r)));
        push.removed().forEach(key -> arrived(key.name(), Told.ABSENT));
    }

    private void arrived(ResourceName name, Told told) {
        onItsWay.remove(name, told);
        perhaps.remove(name);
        if (!interest.in(name)) {
            return;
        }
        if (told.present() || interest.byName(name)) {
            acknowledged.put(name, told);
        } else {
            acknowledged.remove(name);
        }
    }

    /** Takes back what was refused: Envoy has what it had. The resource that was alone is remembered. */
    void refused(Push push) {
        List<PhysicalResource> all = push.resources();
        all.forEach(r -> onItsWay.remove(r.key().name(), new Told(r.version(), r)));
        if (all.size() > 1) {
            int middle = all.size() / 2;
            halves.add(all.subList(0, middle));
            halves.add(all.subList(middle, all.size()));
            all.forEach(r -> perhaps.computeIfAbsent(r.key().name(), n -> new LinkedHashSet<>()).add(r));
        } else {
            perhaps.computeIfPresent(all.getFirst().key().name(), (name, versions) ->
                    versions.remove(all.getFirst()) && versions.isEmpty() ? null : versions);
            refused.put(all.getFirst().key().name(), all.getFirst().version());
        }
    }

    void stalled(long nonce) {
        if (pushes.containsKey(nonce)) {
            stalled.add(nonce);
        }
    }

    boolean settled() {
        return pushes.isEmpty() && toSend.isEmpty() && toRemove.isEmpty() && toAnswer.isEmpty() && halves.isEmpty();
    }

    boolean anythingOnItsWay() {
        return !pushes.isEmpty();
    }

    boolean anythingExpected() {
        return pushes.size() > stalled.size();
    }

    boolean additionExpected() {
        return pushes.values().stream().anyMatch(p -> p.adds() && !stalled.contains(p.nonce()));
    }

    Told told(ResourceName name) {
        Told last = onItsWay.get(name);
        return last != null ? last : acknowledged.get(name);
    }

    Told acknowledged(ResourceName name) {
        return acknowledged.get(name);
    }

    /** What Envoy may have besides what it acknowledged. */
    List<PhysicalResource> perhaps() {
        return perhaps.values().stream().flatMap(Set::stream).toList();
    }

    /** Names whose wanted version Envoy does not get for now. */
    List<ResourceName> outdated() {
        List<ResourceName> names = new ArrayList<>(refused.keySet());
        names.addAll(heldBack);
        return names;
    }

    /** Names that must be looked at when the first target comes: told of by Envoy, or asked for. */
    List<ResourceName> known() {
        Set<ResourceName> names = new HashSet<>(acknowledged.keySet());
        names.addAll(interest.names());
        names.addAll(toAnswer);
        return List.copyOf(names);
    }

    boolean has(ResourceName name) {
        Told told = acknowledged.get(name);
        return told != null && told.present();
    }

    boolean mayHave(ResourceName name) {
        return has(name) || perhaps.containsKey(name) || pushes.values().stream()
                .anyMatch(p -> p.resources().stream().anyMatch(r -> r.key().name().equals(name)));
    }

    ResourceKey key(ResourceName name) {
        return new ResourceKey(type, name);
    }
}
