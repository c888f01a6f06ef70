package mesh.warren.model.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.symbolic.TemplateBuilder;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/**
 * Resources that others refer to and that the input lacks: secrets, which dumps hide and which the agent may make itself, and
 * endpoints, which a dump has only when asked for them. Without them what refers to them would wait, and not be counted.
 */
final class StandIns {

    /** The tag of field 1, a string; then an empty {@code Secret.validation_context}. */
    private static final byte[] BYTES = {1 << 3 | 2, 4 << 3 | 2, 0};

    private final Map<ResourceType, Set<ResourceKey>> made = new EnumMap<>(ResourceType.class);
    private final TemplateBuilder builder = new TemplateBuilder();

    /** An empty resource for each that is referred to and not there. */
    List<SymbolicResource> of(Collection<SymbolicResource> resources) {
        Set<ResourceKey> known = new TreeSet<>();
        resources.forEach(resource -> known.add(resource.key()));
        Map<ResourceKey, SymbolicResource> missing = new TreeMap<>();
        for (SymbolicResource resource : resources) {
            for (ResourceKey key : resource.bytes().references()) {
                boolean needed = key.type() != ResourceType.CLUSTER && key.type() != ResourceType.CHAIN;
                if (needed && !known.contains(key)) {
                    missing.computeIfAbsent(key, this::make);
                }
            }
        }
        return new ArrayList<>(missing.values());
    }

    /** Every type has its name in field 1; a secret has to be of some kind. */
    private SymbolicResource make(ResourceKey key) {
        made.computeIfAbsent(key.type(), type -> new TreeSet<>()).add(key);
        builder.reset();
        builder.copy(0, 1);
        builder.name(key);
        if (key.type() == ResourceType.SECRET) {
            builder.copy(1, BYTES.length);
        }
        return new SymbolicResource(key, Scope.DOMAIN, builder.build(BYTES, key));
    }

    boolean contains(ResourceKey key) {
        return made.getOrDefault(key.type(), Set.of()).contains(key);
    }

    /** One line for each type. */
    List<String> notes() {
        return made.entrySet().stream().map(entry -> entry.getValue().size() + " " + entry.getKey()
                + " referred to but not in the input, such as '" + entry.getValue().iterator().next().name()
                + "': taken as the same for all pods and as empty").toList();
    }
}
