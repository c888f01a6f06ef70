package mesh.warren.cli;

import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import mesh.warren.agent.settings.AgentSettings.LogLevel;

/** The agent logs to standard error, a line for each event; what its libraries say below a warning is left out. */
public final class Logging {

    private static final String FORMAT = "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n";

    // Held, or their levels would go with the loggers when nobody else holds them.
    private static final Logger OURS = Logger.getLogger("mesh.warren");
    /** grpc sets SO_KEEPALIVE on each connection; a Unix socket has none, and netty warns each time. */
    private static final Logger NETTY = Logger.getLogger("io.netty.bootstrap");

    private Logging() {}

    /** Of all that this process logs from now on. */
    public static void level(LogLevel wanted) {
        System.setProperty("java.util.logging.SimpleFormatter.format", FORMAT);
        Level level = switch (wanted) {
            case ERROR -> Level.SEVERE;
            case WARN -> Level.WARNING;
            case INFO -> Level.INFO;
            case DEBUG -> Level.FINE;
        };
        Logger root = Logger.getLogger("");
        root.setLevel(Level.WARNING);
        OURS.setLevel(level);
        NETTY.setLevel(Level.SEVERE);
        for (var handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        ConsoleHandler console = new ConsoleHandler();
        console.setLevel(level);
        root.addHandler(console);
    }

}
