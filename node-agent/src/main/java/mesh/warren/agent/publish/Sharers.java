package mesh.warren.agent.publish;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.share.ClassInfo;
import mesh.warren.model.share.Share;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;

/** The classes of what has a virtual or physical name, each with the names of its pods. On the thread {@code publish}. */
final class Sharers {

    private Sharers() {}

    static Map<ClassInfo, List<String>> of(String name, SharedEnvoys envoys) {
        List<ClassInfo> all = envoys.share().classes();
        Set<ResourceKey> meant = all.stream()
                .filter(known -> known.virtual().name().value().equals(name) || known.physical().name().value().equals(name))
                .map(ClassInfo::virtual)
                .collect(Collectors.toSet());
        Map<ClassInfo, List<String>> sharers = new LinkedHashMap<>();
        all.stream().filter(known -> meant.contains(known.virtual())).forEach(known -> sharers.put(known, pods(known, envoys)));
        return sharers;
    }

    private static List<String> pods(ClassInfo known, SharedEnvoys envoys) {
        Share share = envoys.share();
        Optional<ResourceName> physical = Optional.of(known.physical().name());
        return envoys.members().keySet().stream()
                .filter((PodUid pod) -> share.physicalName(pod, known.virtual()).equals(physical))
                .map(envoys::name)
                .sorted()
                .toList();
    }
}
