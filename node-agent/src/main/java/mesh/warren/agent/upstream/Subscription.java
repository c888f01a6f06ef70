package mesh.warren.agent.upstream;

import io.envoyproxy.envoy.config.core.v3.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import mesh.warren.agent.upstream.held.Held;
import mesh.warren.agent.upstream.held.HeldSet;
import mesh.warren.agent.upstream.wire.Question;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;

/**
 * What one virtual Envoy wants and holds of one type. What it holds survives the stream; what was said on the stream does not.
 * On the event loop only.
 */
final class Subscription {

    private static final SortedSet<ResourceName> NONE = Collections.emptySortedSet();

    private final ResourceType type;
    private SortedSet<ResourceName> wanted = NONE;
    private HeldSet held = HeldSet.EMPTY;
    /** Names whose content was refused: sent again it must be judged again, and a new stream must not claim to have it. */
    private Set<String> refused = Set.of();
    /** State-of-the-world: the version acknowledged last. */
    private String version = "";
    private SortedSet<ResourceName> asked = NONE;
    private boolean begun;
    private String nonce = "";

    Subscription(ResourceType type) {
        this.type = type;
    }

    ResourceType type() {
        return type;
    }

    /** Clusters and listeners: all that there are (xDS protocol, "How the client specifies what resources to return"). */
    boolean wildcard() {
        return type == ResourceType.CLUSTER || type == ResourceType.LISTENER;
    }

    /** Whether the server was asked for this type on this stream. */
    boolean begun() {
        return begun;
    }

    boolean wants(String name) {
        return wildcard() || wanted.contains(new ResourceName(name));
    }

    HeldSet held() {
        return held;
    }

    boolean wasRefused(String name) {
        return refused.contains(name);
    }

    void want(SortedSet<ResourceName> names) {
        wanted = names;
        held = held.only(this::wants);
    }

    /** A response has come. */
    void received(String responseNonce, HeldSet now) {
        nonce = responseNonce;
        held = now;
    }

    /** A response is in use; in state-of-the-world this is the version to go on from. */
    void accepted(String responseVersion, Collection<String> names) {
        version = responseVersion;
        if (!refused.isEmpty()) {
            refused = new TreeSet<>(refused);
            refused.removeAll(Set.copyOf(names));
        }
    }

    /** Something of a response is not in use. */
    void refused(Collection<String> names) {
        refused = new TreeSet<>(refused);
        refused.addAll(names);
    }

    /** The stream has ended. Versions of one dialect say nothing in the other. */
    void streamEnded(boolean otherDialectNext) {
        begun = false;
        nonce = "";
        asked = NONE;
        if (otherDialectNext) {
            version = "";
        }
    }

    /** Whether there is something that the server does not know yet. */
    boolean hasQuestion() {
        return begun ? !asked.equals(wanted) : wildcard() || !wanted.isEmpty();
    }

    /** What to ask on a new stream or because of a change. */
    Question question(Optional<Node> node) {
        Question question = question(node, begun ? Map.of() : versions(), version, nonce, false, Optional.empty());
        begun = true;
        asked = wanted;
        return question;
    }

    /** The answer to a response of this stream. It says what is wanted now too. */
    Question answer(Optional<Node> node, String responseVersion, String responseNonce, Optional<String> error) {
        Question answer = question(node, Map.of(), error.isEmpty() ? responseVersion : version, responseNonce, true, error);
        asked = wanted;
        return answer;
    }

    private Question question(
            Optional<Node> node, Map<String, String> initial, String goOnFrom, String with, boolean answers, Optional<String> error) {
        return new Question(node, type.typeUrl(), text(wanted), text(without(wanted, asked)), text(without(asked, wanted)), initial,
                goOnFrom, with, answers, error);
    }

    private Map<String, String> versions() {
        Map<String, String> versions = HashMap.newHashMap(held.size());
        for (Held each : held.all()) {
            String name = each.resource().key().name().value();
            if (!refused.contains(name)) {
                versions.put(name, each.version());
            }
        }
        return versions;
    }

    private static SortedSet<ResourceName> without(SortedSet<ResourceName> names, SortedSet<ResourceName> others) {
        if (names == others || names.isEmpty() || others.isEmpty()) {
            return names == others ? NONE : names;
        }
        SortedSet<ResourceName> rest = new TreeSet<>(names);
        rest.removeAll(others);
        return rest;
    }

    private static List<String> text(Collection<ResourceName> names) {
        List<String> text = new ArrayList<>(names.size());
        names.forEach(name -> text.add(name.value()));
        return text;
    }
}
