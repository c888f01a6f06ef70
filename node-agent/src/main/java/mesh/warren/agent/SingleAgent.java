package mesh.warren.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One agent for each run folder: a lock that the kernel gives back when the process ends, however it ends. */
record SingleAgent(FileChannel file, FileLock lock) implements AutoCloseable {

    static SingleAgent claim(Path run) throws IOException {
        Path path = run.resolve("agent.lock");
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.tryLock();
        if (lock == null) {
            file.close();
            throw new IOException("another agent runs on " + run + " (it holds " + path + "): stop it, or give this one another runDir");
        }
        return new SingleAgent(file, lock);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
