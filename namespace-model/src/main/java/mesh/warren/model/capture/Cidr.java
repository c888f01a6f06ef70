package mesh.warren.model.capture;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * A block of addresses in CIDR notation.
 *
 * @param network its first address; no bit is set behind the prefix
 * @param prefix  length in bits, 0 to 32 or 0 to 128
 */
public record Cidr(InetAddress network, int prefix) implements Comparable<Cidr> {

    public Cidr {
        int bits = network.getAddress().length * 8;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("prefix length " + prefix + ": want 0 to " + bits);
        }
        byte[] bytes = network.getAddress();
        for (int bit = prefix; bit < bits; bit++) {
            if ((bytes[bit / 8] & (0x80 >> (bit % 8))) != 0) {
                throw new IllegalArgumentException("'" + network.getHostAddress() + "/" + prefix
                        + "' has bits set behind its prefix: write the block's first address");
            }
        }
    }

    /**
     * Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or one address without a prefix. Never asks a name server.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        InetAddress network;
        try {
            // Java also reads "10.1" and scope ids; people who write those mean something else.
            if (!address.matches("[0-9]+([.][0-9]+){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
                throw new IllegalArgumentException(address);
            }
            network = InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "': want a block such as 10.0.0.0/8 or fd00::/8, or one address");
        }
        if (slash < 0) {
            return new Cidr(network, network.getAddress().length * 8);
        }
        String length = text.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("'" + text + "': want a prefix length behind the '/', such as 10.0.0.0/8");
        }
        return new Cidr(network, Integer.parseInt(length));
    }

    public Family family() {
        return network instanceof Inet4Address ? Family.IPV4 : Family.IPV6;
    }

    /** Whether each address of the other block is one of this block. */
    public boolean contains(Cidr other) {
        byte[] mine = network.getAddress();
        byte[] theirs = other.network.getAddress();
        if (mine.length != theirs.length || other.prefix < prefix) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            if (((mine[bit / 8] ^ theirs[bit / 8]) & (0x80 >> (bit % 8))) != 0) {
                return false;
            }
        }
        return true;
    }

    /** IPv4 before IPv6, then by address, then the wider block first. */
    @Override
    public int compareTo(Cidr other) {
        byte[] mine = network.getAddress();
        byte[] theirs = other.network.getAddress();
        if (mine.length != theirs.length) {
            return Integer.compare(mine.length, theirs.length);
        }
        int byAddress = Arrays.compareUnsigned(mine, theirs);
        return byAddress != 0 ? byAddress : Integer.compare(prefix, other.prefix);
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefix;
    }
}
