package mesh.warren.agent.manifests;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mesh.warren.agent.cluster.ClusterView;
import mesh.warren.agent.cluster.Problem;

/**
 * Watches a folder of manifests. The listener gets the first view as soon as the folder was read, and each later one that
 * differs, all on this source's own thread {@code manifests}.
 *
 * <p>A burst of changes becomes one view: it waits until the folder was quiet for {@value #QUIET_MILLIS} ms, but never longer
 * than {@value #LONGEST_MILLIS} ms. If the folder itself goes away, the last view stays in force until it is back.
 */
public final class ManifestSource implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ManifestSource.class.getName());
    private static final long QUIET_MILLIS = 20;
    private static final long LONGEST_MILLIS = 200;
    private static final long RETRY_MILLIS = 500;

    private final Path folder;
    private final Consumer<ClusterView> listener;
    private final ManifestFolder manifests;
    private final WatchService watch;
    private final Thread thread;
    private Set<Problem> reported = Set.of();
    private ClusterView last;
    private boolean missing;

    private ManifestSource(Path folder, Consumer<ClusterView> listener) throws IOException {
        this.folder = folder;
        this.listener = listener;
        this.manifests = new ManifestFolder(folder);
        this.watch = folder.getFileSystem().newWatchService();
        this.thread = Thread.ofPlatform().name("manifests").daemon().unstarted(this::run);
    }

    /**
     * Begins to watch.
     *
     * @throws NotDirectoryException when there is no such folder: a mistyped path must not look like an empty cluster
     */
    public static ManifestSource start(Path folder, Consumer<ClusterView> listener) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder + ": the folder of manifests; make it, or correct 'manifests' in the settings");
        }
        ManifestSource source = new ManifestSource(folder, listener);
        source.thread.start();
        return source;
    }

    /** Ends the watch; the listener is not called any more when this returns. Not from the listener. */
    @Override
    public void close() {
        try {
            watch.close();
            thread.join();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "manifests: the watch of " + folder + " does not close", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        WatchKey registered = null;
        try {
            while (true) {
                if (registered == null || !registered.isValid()) {
                    registered = register();
                }
                read();
                waitForChange(registered);
            }
        } catch (ClosedWatchServiceException | InterruptedException e) {
            LOG.log(Level.DEBUG, "manifests: closed");
        }
    }

    /** Before the folder is read: a change in between is then seen twice, not missed. */
    private WatchKey register() {
        try {
            return folder.register(watch, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
        } catch (IOException e) {
            return null;
        }
    }

    private void waitForChange(WatchKey registered) throws InterruptedException {
        WatchKey key = registered == null ? watch.poll(RETRY_MILLIS, TimeUnit.MILLISECONDS) : watch.take();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS);
        while (key != null) {
            key.pollEvents();
            key.reset();
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            key = left <= 0 ? null : watch.poll(Math.min(QUIET_MILLIS, left), TimeUnit.MILLISECONDS);
        }
    }

    private void read() {
        ClusterView view;
        try {
            view = manifests.read();
            missing = false;
        } catch (IOException e) {
            if (!missing) {
                LOG.log(Level.WARNING, "manifests: {0} cannot be listed; what it held stays in force ({1})", folder, e);
            }
            missing = true;
            return;
        }
        view.problems().stream()
                .filter(problem -> !reported.contains(problem))
                .forEach(problem -> LOG.log(Level.WARNING, "manifests: {0}/{1}", folder, problem));
        reported = new HashSet<>(view.problems());
        if (!view.equals(last)) {
            last = view;
            try {
                listener.accept(view);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "manifests: the listener failed; it gets the next view", e);
            }
        }
    }
}
