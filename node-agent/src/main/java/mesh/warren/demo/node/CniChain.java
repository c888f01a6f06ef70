package mesh.warren.demo.node;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.warren.cni.spec.AttachmentId;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Executes the plugins of a conflist on a node, as libcni does: one process for each, its configuration with name, version and previous result
 * on standard input, DEL in reverse order, results kept for CHECK and DEL. Different attachments may be worked on at once.
 */
public final class CniChain {

    private final Node node;
    private final Conflist list;
    private final CniPath path;
    private final ResultCache cache;
    private final Watch watch;

    /** Is told of each process of a plugin that succeeded. */
    public interface Watch {

        /** @param took from before its start to after its end */
        void executed(String type, String command, Duration took);
    }

    public CniChain(Node node, Conflist list, CniPath path) {
        this(node, list, path, (type, command, took) -> { });
    }

    private CniChain(Node node, Conflist list, CniPath path, Watch watch) {
        this.node = node;
        this.list = list;
        this.path = path;
        this.cache = new ResultCache(node.folder().resolve("results"));
        this.watch = watch;
    }

    /** The same chain, watched. */
    public CniChain watched(Watch by) {
        return new CniChain(node, list, path, by);
    }

    /**
     * Attaches a container. A runtime calls {@link #del} after a failure, since plugins before the one that failed did their part.
     *
     * @return the last plugin's result, verbatim
     * @throws CniFailedException the first plugin's error that occurs
     */
    public String add(RuntimeConf container) throws IOException {
        Optional<String> result = Optional.empty();
        for (ObjectNode plugin : list.plugins()) {
            result = Optional.of(execute("ADD", plugin, container.environment(), config(plugin, result)));
        }
        cache.put(container.id(), result.orElseThrow());
        return result.orElseThrow();
    }

    public void check(RuntimeConf container) throws IOException {
        Optional<String> result = cache.find(container.id());
        if (result.isEmpty()) {
            throw new IOException("no result of ADD is kept for " + container.id());
        }
        for (ObjectNode plugin : list.plugins()) {
            execute("CHECK", plugin, container.environment(), config(plugin, result));
        }
    }

    /** Detaches a container; again, and for one that never was attached, too. */
    public void del(RuntimeConf container) throws IOException {
        Optional<String> result = list.passesResultToDel() ? cache.find(container.id()) : Optional.empty();
        for (ObjectNode plugin : list.plugins().reversed()) {
            execute("DEL", plugin, container.environment(), config(plugin, result));
        }
        cache.remove(container.id());
    }

    /**
     * Tells every plugin which attachments are to stay; results kept of others are dropped. Needs CNI 1.1.0. libcni also executes DEL for those
     * others first; this does not, so that it is GC that has to find them.
     */
    public void gc(Collection<AttachmentId> valid) throws IOException {
        for (ObjectNode plugin : list.plugins()) {
            ObjectNode config = config(plugin, Optional.empty());
            ArrayNode attachments = config.putArray("cni.dev/valid-attachments");
            valid.forEach(id -> attachments.addObject().put("containerID", id.containerId()).put("ifname", id.ifname()));
            execute("GC", plugin, Map.of(), config);
        }
        for (AttachmentId id : cache.ids()) {
            if (!valid.contains(id)) {
                cache.remove(id);
            }
        }
    }

    /** Whether all plugins could serve ADD. Needs CNI 1.1.0. */
    public void status() throws IOException {
        for (ObjectNode plugin : list.plugins()) {
            execute("STATUS", plugin, Map.of(), config(plugin, Optional.empty()));
        }
    }

    /** A plugin's answer to VERSION, verbatim. */
    public String version(String type) throws IOException {
        ObjectNode plugin = Conflist.JSON.createObjectNode().put("type", type).put("cniVersion", list.cniVersion());
        return execute("VERSION", plugin, Map.of(), plugin);
    }

    private ObjectNode config(ObjectNode plugin, Optional<String> previousResult) {
        ObjectNode config = plugin.deepCopy().put("name", list.name()).put("cniVersion", list.cniVersion());
        previousResult.ifPresent(result -> config.set("prevResult", Conflist.JSON.readTree(result)));
        return config;
    }

    private String execute(String command, ObjectNode plugin, Map<String, String> container, ObjectNode config) throws IOException {
        String type = plugin.path("type").asString();
        Map<String, String> environment = new HashMap<>(container);
        environment.put("CNI_COMMAND", command);
        environment.put("CNI_PATH", path.toString());
        Program program = new Program(node.inside(List.of(path.find(type).toString())), environment);
        long begin = System.nanoTime();
        Program.Ended ended = program.run(config.toString());
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        if (ended.status() != 0) {
            throw CniFailedException.of(type, command, ended);
        }
        watch.executed(type, command, took);
        return ended.stdout();
    }
}
