package mesh.warren.agent.netns;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mesh.warren.model.id.NetnsId;
import mesh.warren.model.id.PodUid;

/**
 * The agent's pins, all in one folder. A pin keeps a namespace alive after the pod is gone: remove it only when Envoy has
 * acknowledged that nothing names its path any more (Envoy 1.40 crashes on some configurations whose path is gone). Safe for
 * several threads. The folder can be entered by everybody, since Envoy runs as an ordinary user, but not listed.
 */
public final class Pins {

    /** Pod uid, inode, and a random end: the kernel gives an inode number again when its namespace is gone. */
    private static final Pattern NAME = Pattern.compile("(.+)-([0-9]+)-[0-9a-f]{8}");

    private final Path folder;

    private Pins(Path folder) {
        this.folder = folder;
    }

    /**
     * The pins of {@code RUN/netns}, which is made when it is not there. Pins must reach Envoy's mount namespace, which may be
     * another one (a container's): where the folder lies in a shared mount (a hostPath mounted Bidirectional) they do by
     * themselves; else the folder is made a mount of its own and shared, which changes nothing outside of it.
     */
    public static Pins in(Path run) throws IOException {
        Files.createDirectories(run);
        Path folder = run.toRealPath().resolve("netns");
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        MountTable mounts = MountTable.read();
        if (!mounts.holding(folder).shared()) {
            if (mounts.at(folder).isEmpty()) {
                Linux.mount(folder.toString(), folder.toString(), Linux.MS_BIND);
            }
            Linux.mount("none", folder.toString(), Linux.MS_SHARED);
        }
        return new Pins(folder);
    }

    public Path folder() {
        return folder;
    }

    /** Pins a namespace for a pod; the same pod and namespace again is the same pin. */
    public synchronized Pin create(PodUid pod, Path netns) throws IOException {
        try (Netns open = Netns.open(netns)) {
            for (Path path : named()) {
                // By the name first: a look at each pin of a full node would be most of the time that this takes.
                Optional<Pin> pin = path.getFileName().toString().startsWith(pod + "-") ? pin(path) : Optional.empty();
                if (pin.isPresent() && pin.get().pod().equals(pod) && pin.get().netns().equals(open.id())) {
                    return pin.get();
                }
            }
            String end = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
            Path path = folder.resolve(pod + "-" + open.id().inode() + "-" + end);
            mount(open.descriptorPath(), path);
            return new Pin(pod, open.id(), path);
        }
    }

    /** All pins whose mount is there, in no order. After a restart of the agent they are what it had. */
    public synchronized List<Pin> list() throws IOException {
        List<Pin> pins = new ArrayList<>();
        for (Path path : named()) {
            pin(path).ifPresent(pins::add);
        }
        return pins;
    }

    /** Whether the pin still is the namespace that it was made for. */
    public boolean holds(Pin pin) {
        try {
            return Netns.identify(pin.path()).equals(pin.netns());
        } catch (IOException e) {
            return false;
        }
    }

    /** Takes a pin away: its mount, if that is still there, and its file. Twice is as good as once. */
    public synchronized void remove(Path path) throws IOException {
        if (!folder.equals(path.getParent()) || !NAME.matcher(path.getFileName().toString()).matches()) {
            throw new IllegalArgumentException(path + " is not a pin of " + folder);
        }
        unmount(path);
    }

    /** Takes away the files whose mount is gone (a crash between two steps, a reboot, somebody's umount); how many. */
    public synchronized int sweep() throws IOException {
        int swept = 0;
        for (Path path : named()) {
            if (pin(path).isEmpty()) {
                unmount(path);
                swept++;
            }
        }
        return swept;
    }

    /** Takes away all pins, the void's too, and the folder: for the end of a demo or of an installation. */
    public synchronized void destroy() throws IOException {
        for (Path path : entries()) {
            unmount(path);
        }
        detach(folder);
        Files.deleteIfExists(folder);
    }

    static void mount(Path source, Path target) throws IOException {
        Files.createFile(target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--r--r--")));
        try {
            Linux.mount(source.toString(), target.toString(), Linux.MS_BIND);
        } catch (IOException e) {
            Files.deleteIfExists(target);
            throw e;
        }
    }

    static void unmount(Path path) throws IOException {
        detach(path);
        Files.deleteIfExists(path);
    }

    private static void detach(Path path) throws LinuxException {
        while (true) {
            try {
                Linux.umount2(path.toString(), Linux.MNT_DETACH);
            } catch (LinuxException e) {
                if (e.errno() == Linux.EINVAL || e.errno() == Linux.ENOENT) {
                    return; // not a mount (any more)
                }
                throw e;
            }
        }
    }

    private Optional<Pin> pin(Path path) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        if (!name.matches()) {
            return Optional.empty();
        }
        try {
            NetnsId id = Netns.identify(path);
            return id.inode() == Long.parseLong(name.group(2))
                    ? Optional.of(new Pin(new PodUid(name.group(1)), id, path))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private List<Path> named() throws IOException {
        return entries().stream().filter(path -> NAME.matcher(path.getFileName().toString()).matches()).toList();
    }

    private List<Path> entries() throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        }
        return entries;
    }
}
