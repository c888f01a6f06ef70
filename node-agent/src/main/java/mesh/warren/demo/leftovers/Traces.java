package mesh.warren.demo.leftovers;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import mesh.warren.model.id.NetnsId;

/**
 * By what the remains of one run are told from what is others'.
 *
 * @param folders    absolute; everything in them, mounted on them, or run with one of them in its command line is the run's
 * @param prefix     how the run's names begin: network namespaces, interfaces, nftables tables; not empty
 * @param namespaces those that the run made, so that processes in them are found also when their names are gone
 */
public record Traces(List<Path> folders, String prefix, Set<NetnsId> namespaces) {

    public Traces {
        folders = List.copyOf(folders);
        namespaces = Set.copyOf(namespaces);
        if (prefix.isEmpty() || folders.stream().anyMatch(folder -> !folder.isAbsolute() || folder.getNameCount() == 0)) {
            throw new IllegalArgumentException("traces: want a prefix, and absolute folders that are not the root: '" + prefix + "', " + folders);
        }
    }
}
