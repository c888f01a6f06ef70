package mesh.warren.agent.dns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import mesh.warren.model.address.IpAddress;

/**
 * Which address of the void answers for whom. On disk, since the addresses are in clusters that Envoy keeps while the agent is away:
 * another one would be another cluster. One thread at a time.
 */
final class RelayAddresses {

    /** 127.53.0.1 is number 1. */
    private static final int MOST = 0xfffe;

    private final Path file;
    private final Map<String, Integer> numbers = new TreeMap<>();

    /** @throws IOException when the file is there and cannot be read: guessing would move clusters */
    RelayAddresses(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                int blank = line.indexOf(' ');
                try {
                    numbers.put(line.substring(blank + 1), Integer.parseInt(line.substring(0, blank)));
                } catch (IndexOutOfBoundsException | NumberFormatException e) {
                    throw new IOException(file + ": '" + line + "' is no line of 'NUMBER TENANT RESOLVER'; remove the file, clusters found"
                            + " by DNS are then made anew", e);
                }
            }
        }
    }

    /** The address of this key, the one that it had if it had one. */
    IpAddress of(String key) throws IOException {
        Integer number = numbers.get(key);
        if (number == null) {
            BitSet used = new BitSet();
            numbers.values().forEach(used::set);
            number = used.nextClearBit(1);
            if (number > MOST) {
                throw new IOException("all " + MOST + " relay addresses are in use");
            }
            numbers.put(key, number);
            write();
        }
        return IpAddress.parse("127.53." + (number >> 8) + "." + (number & 0xff));
    }

    /** Forgets all others. */
    void retain(Set<String> keys) throws IOException {
        if (numbers.keySet().retainAll(keys)) {
            write();
        }
    }

    private void write() throws IOException {
        List<String> lines = numbers.entrySet().stream().map(entry -> entry.getValue() + " " + entry.getKey()).toList();
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, lines);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
