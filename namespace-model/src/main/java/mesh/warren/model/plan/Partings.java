package mesh.warren.model.plan;

import com.google.protobuf.Descriptors.Descriptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.id.Tenant;
import mesh.warren.model.plan.Apart.Example;
import mesh.warren.model.plan.Apart.Reason;
import mesh.warren.model.share.Difference;
import mesh.warren.model.share.Explanation;
import mesh.warren.model.share.Explanation.Shared;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/** Counts what keeps share classes of one name apart: each but the largest is compared with the largest that it could have joined. */
final class Partings {

    private record Cause(ResourceType type, Reason reason, String path) {}

    private static final class Count {
        private final Set<PodUid> pods = new HashSet<>();
        private final Set<ResourceKey> resources = new HashSet<>();
        private Example example;
    }

    private final Function<String, Descriptor> types;
    private final Function<ResourceKey, String> narrowedBy;
    private final Map<Cause, Count> counts = new LinkedHashMap<>();

    /**
     * @param types      the message of a full name; null for an unknown one
     * @param narrowedBy the field that keeps a resource in its scope; empty when none does
     */
    Partings(Function<String, Descriptor> types, Function<ResourceKey, String> narrowedBy) {
        this.types = types;
        this.narrowedBy = narrowedBy;
    }

    void add(Explanation explanation) {
        List<Shared> classes = explanation.classes();
        for (int i = 1; i < classes.size(); i++) {
            Shared other = classes.get(i);
            Optional<Shared> larger = classes.subList(0, i).stream().filter(c -> couldBeOne(c, other)).findFirst();
            if (larger.isPresent()) {
                compare(explanation.virtual(), larger.get(), other);
            } else {
                Reason reason = other.info().scope() == Scope.POD ? Reason.POD : Reason.TENANT;
                count(explanation.virtual(), reason, narrowedBy.apply(explanation.virtual()), other, "", "");
            }
        }
        if (classes.size() > 1 && classes.getFirst().info().scope() == Scope.POD) {
            count(explanation.virtual(), Reason.POD, narrowedBy.apply(explanation.virtual()), classes.getFirst(), "", "");
        }
    }

    /** Whether nothing but their content keeps the two apart. A different scope comes of a different content. */
    private static boolean couldBeOne(Shared one, Shared other) {
        Scope scope = other.info().scope();
        return one.info().scope() != scope || scope == Scope.DOMAIN || scope == Scope.TENANT && tenant(one).equals(tenant(other));
    }

    private static Tenant tenant(Shared shared) {
        return shared.members().getFirst().tenant();
    }

    private void compare(ResourceKey key, Shared larger, Shared other) {
        String message = key.type().message();
        Optional<Difference> difference =
                Difference.first(larger.canonical(), other.canonical(), types.apply(message), types);
        if (difference.isPresent()) {
            Difference found = difference.get();
            count(key, Reason.CONTENT, Paths.in(message, found.path()), other, found.left(), found.right());
            return;
        }
        ResourceKey reference = larger.references().keySet().stream()
                .filter(r -> !larger.references().get(r).equals(other.references().get(r))).findFirst().orElse(key);
        count(key, Reason.REFERENCE, Paths.in(reference.type().message(), ""), other, "", reference.name().value());
    }

    private void count(ResourceKey key, Reason reason, String path, Shared other, String left, String right) {
        Count count = counts.computeIfAbsent(new Cause(key.type(), reason, path), c -> new Count());
        other.members().forEach(member -> count.pods.add(member.pod()));
        count.resources.add(key);
        if (count.example == null) {
            count.example = new Example(key.name().value(), Paths.shortened(left), Paths.shortened(right));
        }
    }

    /** Most pods first. */
    List<Apart> all() {
        List<Apart> all = new ArrayList<>();
        counts.forEach((cause, count) -> all.add(new Apart(
                cause.type(), cause.reason(), cause.path(), count.pods.size(), count.resources.size(), count.example)));
        all.sort(Comparator.comparingInt((Apart apart) -> -apart.pods()).thenComparing(apart -> -apart.resources())
                .thenComparing(Apart::type).thenComparing(Apart::reason).thenComparing(Apart::path));
        return all;
    }
}
