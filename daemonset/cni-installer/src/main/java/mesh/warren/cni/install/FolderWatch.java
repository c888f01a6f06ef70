package mesh.warren.cni.install;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for a change in a folder (inotify(7)). It only wakes: a change that it misses is found by the caller's next look. */
final class FolderWatch implements AutoCloseable {

    private final WatchService service;

    FolderWatch(Path folder) throws IOException {
        service = folder.getFileSystem().newWatchService();
        folder.register(service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
    }

    /** Returns after a change, once the folder has been quiet for a moment (whoever writes may write several files), or after this long. */
    void await(Duration limit, Duration quiet) throws InterruptedException {
        WatchKey key = service.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        while (key != null) {
            key.pollEvents();
            key.reset();
            key = service.poll(quiet.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
