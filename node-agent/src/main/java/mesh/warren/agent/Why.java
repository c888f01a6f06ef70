package mesh.warren.agent;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.TypeRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import mesh.warren.agent.admin.SharedResource;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.share.ClassInfo;
import mesh.warren.model.share.Difference;
import mesh.warren.model.share.Explanation;
import mesh.warren.model.share.Explanation.Shared;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/**
 * Puts into words who shares a resource, and what keeps others apart: the scope, the first field that differs, or something that
 * it refers to. Any thread.
 *
 * @param types all messages of Envoy's API
 * @param names what a pod is called
 */
record Why(Supplier<TypeRegistry> types, Function<PodUid, String> names) {

    /** One answer for each share class, the largest of each virtual resource first. */
    List<SharedResource> of(Explanation explanation) {
        List<SharedResource> all = new ArrayList<>();
        List<String> waits = explanation.waiting().stream()
                .map(waiting -> names.apply(waiting.envoy().pod()) + ": " + waiting.reason()).toList();
        for (Shared shared : explanation.classes()) {
            boolean first = all.isEmpty();
            ClassInfo info = shared.info();
            all.add(new SharedResource(info.physical().type().name(), info.virtual().name().value(), info.physical().name().value(),
                    info.scope().name(), info.members(), info.waiting(), info.leaving(), info.bytes(),
                    shared.members().stream().map(envoy -> names.apply(envoy.pod())).sorted().toList(),
                    first ? "" : apart(explanation.virtual(), explanation.classes().getFirst(), shared), first ? waits : List.of()));
        }
        return all;
    }

    private String apart(ResourceKey virtual, Shared largest, Shared other) {
        if (!largest.canonical().equals(other.canonical())) {
            return content(virtual.type(), largest, other);
        }
        for (ResourceKey reference : largest.references().keySet()) {
            String here = String.valueOf(largest.references().get(reference));
            String there = String.valueOf(other.references().get(reference));
            if (!here.equals(there)) {
                return "refers to " + reference + ", which is " + there + " here and " + here + " there: see 'warren why " + reference.name() + "'";
            }
        }
        return largest.info().scope() != other.info().scope()
                ? "its scope is " + other.info().scope() + " here and " + largest.info().scope() + " there"
                : "it is shared within one " + other.info().scope().name().toLowerCase(Locale.ROOT) + " only";
    }

    private String content(ResourceType type, Shared largest, Shared other) {
        TypeRegistry registry = types.get();
        Descriptor descriptor = registry.find(type.message());
        Optional<Difference> difference = Difference.first(other.canonical(), largest.canonical(), descriptor, registry::find);
        return difference.map(found -> type == ResourceType.SECRET ? found.path() + " differs"
                : found.path() + " is " + found.left() + " here and " + found.right() + " there").orElse("the bytes differ, their meaning does not");
    }
}
