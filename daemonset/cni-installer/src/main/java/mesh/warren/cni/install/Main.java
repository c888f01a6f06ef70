package mesh.warren.cni.install;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/** {@code warren-cni install} runs until it is ended; {@code warren-cni remove} does its work and then waits to be ended. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        String command = arguments.length == 1 ? arguments[0] : "";
        try {
            InstallerSettings settings = InstallerSettings.of(System.getenv(), Path.of(System.getProperty("warren.plugin", "/opt/warren/cni")));
            switch (command) {
                case "install" -> install(settings);
                case "remove" -> remove(settings);
                default -> throw new IllegalArgumentException("want 'install' or 'remove'");
            }
        } catch (IllegalArgumentException unusable) {
            System.err.println("warren-cni: " + unusable.getMessage());
            System.exit(2);
        } catch (IOException failed) {
            System.err.println("warren-cni: " + failed);
            System.exit(1);
        }
    }

    private static void install(InstallerSettings settings) throws IOException, InterruptedException {
        PluginFiles files = new PluginFiles(settings.binDir(), settings.plugin());
        Journal journal = new Journal(files.home(), InstantSource.system());
        log((files.install() ? "installed" : "found") + " the plugin in " + settings.binDir());
        Files.createDirectories(settings.confDir());
        ConfFolder folder = new ConfFolder(settings.confDir());
        Installation installation = new Installation(folder, journal, settings.entry());
        new Keeper(installation, settings.ready(), () -> listens(settings.socket()), Main::log).keep(folder, !journal.changes().isEmpty());
    }

    private static void remove(InstallerSettings settings) throws IOException, InterruptedException {
        PluginFiles files = new PluginFiles(settings.binDir(), settings.plugin());
        Journal journal = new Journal(files.home(), InstantSource.system());
        Installation installation = new Installation(new ConfFolder(settings.confDir()), journal, settings.entry());
        installation.remove().forEach(Main::log);
        journal.forget();
        files.remove();
        log("removed the plugin from " + settings.binDir());
        if (!Files.exists(settings.ready())) {
            Files.createFile(settings.ready());
        }
        new CountDownLatch(1).await(); // a DaemonSet's pod has to stay; it has nothing more to do
    }

    private static boolean listens(Path socket) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException nobody) {
            return false;
        }
    }

    private static void log(String message) {
        System.out.println("warren-cni: " + message);
    }
}
